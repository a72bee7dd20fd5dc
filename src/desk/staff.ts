import { recordActivity } from '../activity/index.ts'
import type { Db, Trx } from '../db/connect.ts'
import { now } from '../db/now.ts'
import type { Role } from '../db/schema.ts'
import type { Queue } from '../jobs/queue.ts'
import { notify, queueMail } from '../notifications/index.ts'
import { countOtherAdmins, createSessions, dropResets, dropSecondStep, findAccount, findSecondStep, holdAdmins, keepReset, newToken, type Account } from '../sign-in/index.ts'
import { clock, shutOut } from '../tickets/index.ts'
import { assign, forgetNews } from './store.ts'

/** How long an invitation's link works. */
export const invitationDays = 7

export interface NewStaff { email: string; name: string; role: Role }
/** What adding did; `token` opens the page where somebody without a password chooses one. */
export interface Added { name: string; role: Role; changed: boolean; token: string | undefined }

/** Makes somebody staff: a new account with that address, or the one that has it. An admin stays one. */
export async function addStaff(trx: Trx, { email, name, role }: NewStaff): Promise<Added> {
  const before = await findAccount(trx, email)
  const account = before ?? await insert(trx, { email, name, role })
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

export interface StaffLine { name: string; email: string; role: Role; tickets: number }

/** All staff, with how many tickets each has that are not closed. */
export async function listStaff(db: Db): Promise<StaffLine[]> {
  return db.selectFrom('profiles').where('role', '<>', 'customer')
    .select(it => ['full_name as name', 'email', 'role', it.selectFrom('tickets').whereRef('assigned_to', '=', 'profiles.id').where('status', '<>', 'closed')
      .select(it => it.fn.countAll<number>().as('count')).$asScalar().$notNull().as('tickets')])
    .orderBy('full_name').execute()
}

/** Makes somebody a customer: signed out everywhere, their links for a password dead, what they were told at the desk gone, and their tickets wait for another agent. Returns how many, 'last-admin' where nobody could manage the portal without them, or undefined where they are not staff. */
export async function removeStaff(trx: Trx, queue: Queue, email: string): Promise<{ name: string; tickets: number } | 'last-admin' | undefined> {
  await holdAdmins(trx)
  const account = await findAccount(trx, email)
  if (account === undefined || account.role === 'customer') return undefined
  if (account.role === 'admin' && await countOtherAdmins(trx, account.id) === 0) return 'last-admin'
  await setRole(trx, account.id, 'customer')
  await createSessions(trx, false).endOthers(trx, account.id)
  await dropResets(trx, account.id)

  const tickets = await trx.selectFrom('tickets').selectAll().where('assigned_to', '=', account.id).where('status', '<>', 'closed').orderBy('id').forUpdate().execute()
  for (const ticket of tickets) await assign(trx, queue, ticket, clock, undefined)
  await forgetNews(trx, account.id)
  await shutOut(trx, [account.id])
  return { name: account.fullName, tickets: tickets.length }
}

async function insert(trx: Trx, { email, name: full_name, role }: NewStaff): Promise<Account> {
  const { id } = await trx.insertInto('profiles').values({ email, full_name, role }).returning('id').executeTakeFirstOrThrow()
  return { id, email, fullName: full_name, role, passwordHash: null }
}

async function setRole(trx: Trx, id: string, role: Role): Promise<void> {
  await trx.updateTable('profiles').set({ role, updated_at: now }).where('id', '=', id).execute()
}

async function invite(trx: Trx, id: string): Promise<string> {
  const { token, token_hash } = newToken()
  await keepReset(trx, id, token_hash, invitationDays * 24)
  return token
}
