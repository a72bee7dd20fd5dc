import { sql, type RawBuilder, type Updateable } from 'kysely'
import { recordActivity } from '../../activity/index.ts'
import type { Trx } from '../../db/connect.ts'
import type { Database, EventKind, Ticket } from '../../db/schema.ts'
import { audienceOf, isStaff, type Guest } from '../../db/visible.ts'
import type { Queue } from '../../jobs/queue.ts'
import type { Person } from '../../web/access.ts'
import { publish, type Change } from '../../web/live.ts'
import { tellOfTicket, type News } from './tell.ts'

type Columns = Updateable<Database['tickets']>
type Times = 'waiting_since' | 'resolved_at' | 'closed_at'
/** What becomes of a ticket, at the database's time. */
type Changed = Omit<Columns, Times> & { [Time in Times]?: RawBuilder<Date> | null }

/** A dated fact on a ticket, and all that follows from it. */
export interface Happening {
  kind: EventKind
  details?: Record<string, string>
  set?: Changed
  /** What there is to tell those on the ticket, if anything. */
  news?: News
}

/** Acting for nobody: what the clock does. */
export const clock = { id: null, fullName: '', role: 'agent' } as const

/** Who acts, on a page or by mail. */
export type Author = Pick<Person, 'id' | 'email' | 'fullName' | 'role'> & Partial<Pick<Person, 'sessionId'>>

export type Actor = Pick<Person, 'id' | 'fullName' | 'role'> & Partial<Pick<Person, 'sessionId'>> | typeof clock

/**
 * Writes what happened to a locked ticket in one transaction: the ticket itself, the event, the mark
 * of something new for everybody else, what everybody on it is told, and the word to open pages.
 */
export async function record(trx: Trx, queue: Queue, ticket: Ticket, actor: Actor, { kind, details = {}, set = {}, news }: Happening): Promise<void> {
  await trx.updateTable('tickets').where('id', '=', ticket.id)
    .set({ ...set, version: sql`version + 1`, last_updated_by: actor.id ?? ticket.last_updated_by, updated_at: sql`now()`, last_activity_at: sql`now()` })
    .execute()
  const event = await trx.insertInto('ticket_events').values({ ticket_id: ticket.id, actor_id: actor.id, kind, details: JSON.stringify(details) }).returning('id').executeTakeFirstOrThrow()
  const guests = await audienceOf(trx, ticket)
  await markNews(trx, ticket, actor, guests)
  await recordDeed(trx, ticket, actor, kind)
  const told = news === undefined ? [] : await tellOfTicket(trx, queue, ticket, actor, news, { guests, cause: `event ${event.id}`, status: set.status ?? ticket.status })
  await publish(trx, {
    ...changeOf(ticket, actor, kind === 'replied' ? 'replied' : 'changed'), ...await hearersOf(trx, ticket, guests), ...(told.length > 0 && { told }),
  })
}

/** Whose lists hold the ticket besides its owner's: who takes part, which are few, and their company as far as it shares. */
async function hearersOf(trx: Trx, { customer_id }: Ticket, guests: Guest[]): Promise<Pick<Change, 'guestIds' | 'companyId'>> {
  const owner = await trx.selectFrom('profiles').select('company_id').where('id', '=', customer_id).executeTakeFirst()
  const guestIds = guests.filter(({ takesPart }) => takesPart).map(({ id }) => id)
  return { ...(guestIds.length > 0 && { guestIds }), ...(owner?.company_id != null && { companyId: owner.company_id }) }
}

/** What the account of who did it remembers of it. */
async function recordDeed(trx: Trx, { reference }: Ticket, actor: Actor, kind: EventKind): Promise<void> {
  if (actor.id === null || !(kind === 'opened' || kind === 'replied' || kind === 'closed' || kind === 'reopened' || kind === 'participant')) return
  await recordActivity(trx, actor, `ticket:${kind}`, { reference: String(reference) })
}

export function changeOf(ticket: Ticket, actor: Actor, kind: Change['kind']): Change {
  return { ticketId: ticket.id, customerId: ticket.customer_id, actorId: actor.id ?? '', actorName: actor.fullName, kind }
}

/** What somebody does is new to all others on the customer's side; what the customer's side does, to the agent who has the ticket. */
async function markNews(trx: Trx, ticket: Ticket, actor: Actor, guests: Guest[]): Promise<void> {
  const side = [ticket.customer_id, ...guests.map(({ id }) => id)].filter(id => id !== actor.id)
  const agent = isStaff(actor) || ticket.assigned_to === actor.id ? null : ticket.assigned_to
  if (side.length === 0 && agent === null) return
  // Who had a closed ticket may be staff no more.
  await trx.insertInto('ticket_reads').columns(['profile_id', 'ticket_id', 'news'])
    .expression(it => it.selectFrom('profiles').where(sql<boolean>`(id = any(${side}::uuid[]) or (id = ${agent}::uuid and role <> 'customer'))`)
      .select(['id', sql<string>`${ticket.id}::uuid`.as('ticket_id'), sql<number>`1`.as('news')]))
    .onConflict(conflict => conflict.columns(['profile_id', 'ticket_id']).doUpdateSet({ news: sql`ticket_reads.news + 1` })).execute()
}
