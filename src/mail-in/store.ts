import { sql, type Selectable } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import type { Database, MailState } from '../db/schema.ts'
import { ticketsWritableBy } from '../db/visible.ts'
import { readPreferences, type Preferences } from '../preferences/index.ts'
import type { Claim, ReplyAddresses } from '../notifications/index.ts'
import type { Author } from '../tickets/index.ts'
import type { Reason } from './rules.ts'

export type Incoming = Selectable<Database['incoming_mails']>
/** Somebody who writes to us by mail, with what they chose. */
export interface Writer { person: Author; preferences: Preferences }

export async function findWaiting(db: Db, id: string): Promise<Incoming | undefined> {
  return db.selectFrom('incoming_mails').selectAll().where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst()
}

/** The mail, if nobody has acted on it yet, held until the transaction ends: whatever becomes of it is done once. */
export async function holdMail(trx: Trx, id: string): Promise<boolean> {
  return await trx.selectFrom('incoming_mails').select('id').where('id', '=', id).where('state', '=', 'waiting').forUpdate().executeTakeFirst() !== undefined
}

/** In bytes, what became no reply or ticket (so far), and how much of it came within the last hour. */
export async function sumUnused(db: Db): Promise<{ all: number; lately: number }> {
  const sum = (condition = sql<boolean>`true`) => sql<number>`coalesce(sum(bytes) filter (where ${condition}), 0)::float8`
  return db.selectFrom('incoming_mails').select([sum().as('all'), sum(sql`received_at > now() - interval '1 hour'`).as('lately')])
    .where('state', 'in', ['waiting', 'kept', 'unconfirmed', 'ignored']).executeTakeFirstOrThrow()
}

export interface Settled { state: MailState; reason?: Reason; ticketId?: string }

export async function settle(trx: Trx, id: string, { state, reason, ticketId }: Settled): Promise<void> {
  await trx.updateTable('incoming_mails').where('id', '=', id).set({ state, reason: reason ?? '', ticket_id: ticketId ?? null, settled_at: sql`now()` }).execute()
}

/** Something went wrong that may go right next time. Returns how often it has by now. */
export async function countFailure(db: Db, id: string): Promise<number> {
  const row = await db.updateTable('incoming_mails').set({ tries: sql`tries + 1` }).where('id', '=', id).returning('tries').executeTakeFirst()
  return row?.tries ?? 0
}

/** Somebody with an account; who had one and was forgotten writes no more. */
export async function findWriter(db: Db, by: { id: string } | { email: string }): Promise<Writer | undefined> {
  const found = await db.selectFrom('profiles').select(['id', 'email', 'full_name as fullName', 'role']).where('email', 'not like', '%@deleted.invalid')
    .where(it => 'id' in by ? it('id', '=', by.id) : it(it.fn('lower', ['email']), '=', it.fn<string>('lower', [it.val(by.email)]))).executeTakeFirst()
  if (found === undefined) return undefined
  const preferences = await readPreferences(db, found.id)
  return { preferences, person: found }
}

export interface Named { writer: Writer; reference: number }

/** Who an address of ours names, and on which ticket: whoever may write there, and whose proof it is. */
export async function findNamed(db: Db, addresses: ReplyAddresses, claim: Claim): Promise<Named | undefined> {
  const { reference } = claim
  const ticket = await db.selectFrom('tickets').innerJoin('profiles', 'profiles.id', 'customer_id').select(['tickets.id', 'customer_id', 'company_id']).where('reference', '=', reference).executeTakeFirst()
  if (ticket === undefined) return undefined
  const people = await db.selectFrom('profiles').select(['id', 'reply_addresses_renewed as renewed']).where(it => it.or([
    it('id', '=', ticket.customer_id), it('role', '<>', 'customer'), it('company_id', '=', ticket.company_id),
    it('id', 'in', it.selectFrom('participants').select('profile_id').where('ticket_id', '=', ticket.id)),
  ])).execute()
  const named = people.find(({ id: profileId, renewed }) => addresses.proves(claim, { ticketId: ticket.id, reference, profileId, renewed }))
  const writer = named === undefined ? undefined : await findWriter(db, { id: named.id })
  return writer === undefined || await findWritable(db, writer.person, ticket.id) === undefined ? undefined : { writer, reference }
}

/** The ticket by its id, if this person may write in it. */
export async function findWritable(db: Db, { id, role }: Author, ticketId: string): Promise<number | undefined> {
  const row = await ticketsWritableBy(db, { id, role }).select('reference').where('tickets.id', '=', ticketId).executeTakeFirst()
  return row?.reference
}

export async function isTicket(db: Db, id: string): Promise<boolean> {
  return await db.selectFrom('tickets').select('id').where('id', '=', id).executeTakeFirst() !== undefined
}

/** Remembers what the mail says of itself, for the desk. */
export async function describe(db: Db, id: string, said: { from_address: string; from_name: string; subject: string; text: string }): Promise<void> {
  await db.updateTable('incoming_mails').set(said).where('id', '=', id).execute()
}
