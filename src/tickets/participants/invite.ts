import { sql } from 'kysely'
import type { Trx } from '../../db/connect.ts'
import type { May, Ticket } from '../../db/schema.ts'
import type { Queue } from '../../jobs/queue.ts'
import { queueMail } from '../../notifications/index.ts'
import { readPreferences } from '../../preferences/index.ts'
import { findAccount, newToken } from '../../sign-in/index.ts'
import { spokenLanguage } from '../../web/i18n.ts'
import { record, type Author } from '../store/record.ts'
import { mayAsk, mayMailTo } from './limits.ts'

export const participantsAtMost = 20
export const invitationDays = 14

export interface Wanted { email: string; may: May }
/** What became of it; `own` is the inviter's own address. */
export type Invited = 'invited' | 'takes-part' | 'own' | 'full'

/** Asks somebody to take part in a locked ticket. Who is asked already is not asked again, but for another right. */
export async function invite(trx: Trx, queue: Queue, ticket: Ticket, owner: Author, wanted: Wanted): Promise<Invited> {
  const outcome = await ask(trx, queue, ticket, owner, wanted)
  if (outcome === 'sent') await record(trx, queue, ticket, owner, { kind: 'participant', details: { what: 'invited' } })
  return outcome === 'sent' ? 'invited' : outcome
}

/** Asks those whom the owner of a new ticket wants on all of theirs; as many as may be asked. */
export async function inviteUsual(trx: Trx, queue: Queue, ticket: Ticket, owner: Author): Promise<void> {
  const { communication: { participants } } = await readPreferences(trx, owner.id)
  const outcomes: string[] = []
  // In one order: two who ask the same people at once wait for each other, and not both.
  for (const email of participants.toSorted()) {
    if (await mayAsk(trx, owner.id) === 0) outcomes.push(await ask(trx, queue, ticket, owner, { email, may: 'reply' }))
  }
  if (outcomes.includes('sent')) await record(trx, queue, ticket, owner, { kind: 'participant', details: { what: 'invited' } })
}

/** Sends an invitation once more, with a link of its own; the one before works no longer. */
export async function inviteAgain(trx: Trx, queue: Queue, ticket: Ticket, owner: Author, id: string): Promise<void> {
  const { token, token_hash } = newToken()
  const again = await trx.updateTable('participants').set({ token_hash, invited_at: sql`now()`, expires_at: ends })
    .where('id', '=', id).where('ticket_id', '=', ticket.id).where('profile_id', 'is', null).returning('email').executeTakeFirst()
  if (again === undefined) return
  await mail(trx, queue, ticket, owner, again.email, token)
  await record(trx, queue, ticket, owner, { kind: 'participant', details: { what: 'invited' } })
}

const ends = sql<Date>`now() + make_interval(days => ${sql.lit(invitationDays)})`

async function ask(trx: Trx, queue: Queue, ticket: Ticket, owner: Author, { email, may }: Wanted): Promise<Invited | 'sent'> {
  const all = await trx.selectFrom('participants').where('ticket_id', '=', ticket.id)
    .select(['id', 'profile_id', sql<boolean>`lower(email) = lower(${email})`.as('same'), sql<boolean>`expires_at < now()`.as('ended')]).execute()
  const before = all.find(({ same }) => same)
  if (before?.profile_id != null) return 'takes-part'
  if (await isSame(trx, email, owner.email)) return 'own'
  if (before === undefined && all.length >= participantsAtMost) return 'full'
  if (before?.ended === false) {
    await trx.updateTable('participants').set({ may }).where('id', '=', before.id).execute()
    return 'invited'
  }
  await send(trx, queue, ticket, owner, { email, may }, before?.id)
  return 'sent'
}

async function send(trx: Trx, queue: Queue, ticket: Ticket, owner: Author, { email, may }: Wanted, before: string | undefined): Promise<void> {
  const { token, token_hash } = newToken()
  if (before === undefined) await trx.insertInto('participants').values({ ticket_id: ticket.id, email, may, token_hash, expires_at: ends }).execute()
  else await trx.updateTable('participants').set({ may, token_hash, invited_at: sql`now()`, expires_at: ends }).where('id', '=', before).execute()
  await mail(trx, queue, ticket, owner, email, token)
}

async function isSame(trx: Trx, one: string, other: string): Promise<boolean> {
  const { rows: [row] } = await sql<{ same: boolean }>`select lower(${one}) = lower(${other}) as same`.execute(trx)
  return row?.same === true
}

/** Whether there is an account makes no difference that the owner could see; nor does a mailbox that has had enough. */
async function mail(trx: Trx, queue: Queue, { reference }: Ticket, owner: Author, address: string, token: string): Promise<void> {
  const account = await findAccount(trx, address)
  if (!await mayMailTo(trx, address, account !== undefined)) return
  await queueMail(queue, trx, {
    kind: 'participant-invitation', address: account?.email ?? address, ...(account !== undefined && { profileId: account.id }), language: account === undefined ? spokenLanguage() : null,
    details: { name: account?.fullName ?? '', inviter: owner.email, number: reference, token, days: invitationDays },
  })
}
