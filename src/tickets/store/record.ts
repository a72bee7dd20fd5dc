import { sql, type Updateable } from 'kysely'
import type { Trx } from '../../db/connect.ts'
import type { Database, EventKind, Ticket } from '../../db/schema.ts'
import { isStaff } from '../../db/visible.ts'
import type { Queue } from '../../jobs/queue.ts'
import { queueMail, type Mail } from '../../notifications/index.ts'
import type { Person } from '../../web/access.ts'
import { publish, type Change } from '../../web/live.ts'

/** A dated fact on a ticket, and all that follows from it. */
export interface Happening {
  kind: EventKind
  details?: Record<string, string>
  set?: Updateable<Database['tickets']>
  /** The customer's mail, if this is something to write to them about. */
  mail?: Pick<Mail, 'kind'> & { details?: Record<string, unknown> }
}

/** Acting for nobody: what the clock does. */
export const clock = { id: null, fullName: '', role: 'agent' } as const

export type Actor = Pick<Person, 'id' | 'fullName' | 'role'> | typeof clock

/**
 * Writes what happened to a locked ticket in one transaction: the ticket itself, the event, the mark
 * of something new for the other side, the customer's mail, and the word to open pages.
 */
export async function record(trx: Trx, queue: Queue, ticket: Ticket, actor: Actor, { kind, details = {}, set = {}, mail }: Happening): Promise<void> {
  await trx.updateTable('tickets').where('id', '=', ticket.id)
    .set({ ...set, version: sql`version + 1`, last_updated_by: actor.id ?? ticket.last_updated_by, updated_at: sql`now()`, last_activity_at: sql`now()` })
    .execute()
  await trx.insertInto('ticket_events').values({ ticket_id: ticket.id, actor_id: actor.id, kind, details: JSON.stringify(details) }).execute()
  await markNews(trx, ticket, actor)
  // Nobody needs a mail about what they did at the desk themselves.
  if (mail !== undefined && (kind === 'opened' || actor.id !== ticket.customer_id)) await mailCustomer(trx, queue, ticket, mail)
  await publish(trx, changeOf(ticket, actor, kind === 'replied' ? 'replied' : 'changed'))
}

export function changeOf(ticket: Ticket, actor: Actor, kind: Change['kind']): Change {
  return { ticketId: ticket.id, customerId: ticket.customer_id, actorId: actor.id ?? '', actorName: actor.fullName, kind }
}

/** What staff do is new to the customer; what the customer does is new to the agent who has the ticket. */
async function markNews(trx: Trx, ticket: Ticket, actor: Actor): Promise<void> {
  const reader = isStaff(actor) ? ticket.customer_id : ticket.assigned_to
  if (reader === null || reader === actor.id) return
  // Who had a closed ticket may be staff no more.
  await trx.insertInto('ticket_reads').columns(['profile_id', 'ticket_id', 'news'])
    .expression(it => it.selectFrom('profiles').where('id', '=', reader).$if(reader !== ticket.customer_id, query => query.where('role', '<>', 'customer'))
      .select(['id', sql<string>`${ticket.id}::uuid`.as('ticket_id'), sql<number>`1`.as('news')]))
    .onConflict(conflict => conflict.columns(['profile_id', 'ticket_id']).doUpdateSet({ news: sql`ticket_reads.news + 1` })).execute()
}

export async function mailCustomer(trx: Trx, queue: Queue, ticket: Ticket, { kind, details }: NonNullable<Happening['mail']>): Promise<void> {
  const { email, full_name: name } = await trx.selectFrom('profiles').select(['email', 'full_name']).where('id', '=', ticket.customer_id).executeTakeFirstOrThrow()
  const { id: ticketId, reference, title, customer_id: profileId } = ticket
  await queueMail(queue, trx, { kind, profileId, address: email, details: { name, reference, title, ticketId, ...details } } as Mail)
}
