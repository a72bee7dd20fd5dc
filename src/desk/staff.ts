import { recordActivity } from '../activity/index.ts'
import type { Trx } from '../db/connect.ts'
import type { Role } from '../db/schema.ts'
import type { Queue } from '../jobs/queue.ts'
import { notify, queueMail } from '../notifications/index.ts'
import { countOtherAdmins, dropResets, dropSecondStep, endOtherSessions, findAccount, findSecondStep, holdAdmins, keepReset, newToken } from '../sign-in/index.ts'
import { clock, shutOut } from '../tickets/index.ts'
import { addProfile, lockTicketsOf, setRole, type NewStaff } from './staff-store.ts'
import { assign, forgetNews } from './store.ts'

/** How long an invitation's link works. */
export const invitationDays = 7

/** What adding did; `token` opens the page where somebody without a password chooses one. */
export interface Added { name: string; role: Role; changed: boolean; token: string | undefined }

/** Makes somebody staff: a new account with that address, or the one that has it. An admin stays one. */
export async function addStaff(trx: Trx, { email, name, role }: NewStaff): Promise<Added> {
  const before = await findAccount(trx, email)
  const account = before ?? await addProfile(trx, { email, name, role })
  const rises = before !== undefined && before.role !== role && before.role !== 'admin'
  if (rises) await setRole(trx, before.id, role)
  return {
    name: account.fullName,
    role: rises ? role : account.role,
    changed: before === undefined || rises,
    token: account.passwordHash === null ? await invite(trx, account.id) : undefined,
  }
}

/** Sends the link of an invitation. */
export async function mailInvitation(trx: Trx, queue: Queue, email: string, token: string): Promise<void> {
  const account = await findAccount(trx, email)
  if (account === undefined) return
  await queueMail(queue, trx, { kind: 'invitation', address: account.email, profileId: account.id, details: { name: account.fullName, token, days: invitationDays } })
}

/** Takes away the second step of somebody who lost it, and tells them; false where there is none. */
export async function dropSecondStepOf(trx: Trx, queue: Queue, email: string): Promise<boolean> {
  const account = await findAccount(trx, email)
  if (account === undefined || !(await findSecondStep(trx, account.id)).on) return false
  await dropSecondStep(trx, account.id)
  await recordActivity(trx, { id: account.id }, 'security:second-step-off')
  await notify(queue, trx, { profileId: account.id, event: 'security', kind: 'second-step-off', details: {} })
  return true
}

/**
 * Makes somebody a customer: signed out everywhere, their links for a password dead, what they were told at the desk
 * gone, and their tickets wait for another agent. Returns how many, 'last-admin' where nobody could manage the portal
 * without them, or undefined where they are not staff.
 */
export async function removeStaff(trx: Trx, queue: Queue, email: string): Promise<{ name: string; tickets: number } | 'last-admin' | undefined> {
  await holdAdmins(trx)
  const account = await findAccount(trx, email)
  if (account === undefined || account.role === 'customer') return undefined
  if (account.role === 'admin' && await countOtherAdmins(trx, account.id) === 0) return 'last-admin'
  await setRole(trx, account.id, 'customer')
  await endOtherSessions(trx, account.id)
  await dropResets(trx, account.id)

  const tickets = await lockTicketsOf(trx, account.id)
  for (const ticket of tickets) await assign(trx, queue, ticket, clock, undefined)
  await forgetNews(trx, account.id)
  await shutOut(trx, [account.id])
  return { name: account.fullName, tickets: tickets.length }
}

async function invite(trx: Trx, id: string): Promise<string> {
  const { token, token_hash } = newToken()
  await keepReset(trx, id, token_hash, invitationDays * 24)
  return token
}
