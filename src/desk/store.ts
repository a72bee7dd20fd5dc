import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../db/connect.ts'
import { now } from '../db/now.ts'
import type { Priority, Status, Ticket } from '../db/schema.ts'
import type { Queue } from '../jobs/queue.ts'
import { draftsOnTicket } from '../drafts/index.ts'
import { closeTicket, columnsFor, record, type Actor } from '../tickets/index.ts'
import type { Person } from '../web/access.ts'
import type { SafeHtml } from '../web/markdown/index.ts'

export interface Agent { id: string; name: string }

const agentsOf = (db: Db) => db.selectFrom('profiles').select(['id', 'full_name as name']).where('role', '<>', 'customer').orderBy('full_name')

/** Everyone a ticket can be given to. */
export async function listAgents(db: Db): Promise<Agent[]> {
  return agentsOf(db).execute()
}

const othersAtMost = 8

/** What an agent sees around a ticket: who could have it, the customer's other tickets, and what they left unsent here. In one question. */
export async function lookAround(db: Db, agentId: string, { id, customer_id }: Pick<Ticket, 'id' | 'customer_id'>) {
  const others = db.selectFrom('tickets').select(['reference', 'title', 'status'])
    .where('customer_id', '=', customer_id).where('id', '<>', id)
    .orderBy('last_activity_at', 'desc').orderBy('reference', 'desc').limit(othersAtMost)
  return db.selectNoFrom([
    jsonArrayFrom(agentsOf(db)).as('agents'),
    jsonArrayFrom(others).as('others'),
    jsonArrayFrom(draftsOnTicket(db, agentId, ['desk-reply', 'note'], id)).as('drafts'),
  ]).executeTakeFirstOrThrow()
}

/** What an agent wants different about a ticket. What is already so is left alone. */
export interface Changes {
  status: Status
  priority: Priority
  category: { id: string; name: string } | undefined
  agent: Agent | undefined
  resolution: { text: string; html: SafeHtml } | undefined
}

/** Applies the differences to a locked ticket, each with its own event. */
export async function applyChanges(trx: Trx, queue: Queue, ticket: Ticket, actor: Person, { status, priority, category, agent, resolution }: Changes): Promise<void> {
  if (priority !== ticket.priority) await record(trx, queue, ticket, actor, { kind: 'priority', details: { to: priority }, set: { priority } })
  if (category !== undefined && category.id !== ticket.category_id) {
    await record(trx, queue, ticket, actor, { kind: 'category', details: { to: category.name }, set: { category_id: category.id } })
  }
  if ((agent?.id ?? null) !== ticket.assigned_to) await assign(trx, queue, ticket, actor, agent)
  if (status !== ticket.status || (status === 'resolved' && resolution !== undefined && resolution.text !== ticket.resolution_notes)) {
    await setStatus(trx, queue, ticket, actor, status, resolution)
  }
}

export async function assign(trx: Trx, queue: Queue, ticket: Ticket, actor: Actor, agent: Agent | undefined): Promise<void> {
  if (ticket.assigned_to !== null) await forgetNews(trx, ticket.assigned_to, ticket.id)
  await record(trx, queue, ticket, actor, {
    kind: 'assigned', details: { to: agent?.name ?? 'none', agent_id: agent?.id ?? '' }, set: { assigned_to: agent?.id ?? null },
  })
}

/** What is new on a ticket, or on any, no longer concerns who had it; what they asked themselves does. */
export async function forgetNews(trx: Trx, profileId: string, ticketId?: string): Promise<void> {
  await trx.updateTable('ticket_reads').set({ news: 0 }).where('profile_id', '=', profileId).where('news', '>', 0)
    .$if(ticketId !== undefined, query => query.where('ticket_id', '=', ticketId ?? ''))
    .where(it => it.not(it.exists(it.selectFrom('tickets').select('tickets.id').whereRef('tickets.id', '=', 'ticket_id').where('customer_id', '=', profileId))))
    .execute()
  await trx.updateTable('notifications').set({ read_at: sql`now()` }).where('profile_id', '=', profileId).where('event', '=', 'assigned').where('read_at', 'is', null)
    .$if(ticketId !== undefined, query => query.where('ticket_id', '=', ticketId ?? ''))
    .execute()
}

async function setStatus(trx: Trx, queue: Queue, ticket: Ticket, actor: Person, status: Status, resolution: Changes['resolution']): Promise<void> {
  const set = columnsFor(status, now)
  if (status === 'closed') return closeTicket(trx, queue, ticket, actor)
  if (status !== 'resolved' || resolution === undefined) {
    return record(trx, queue, ticket, actor, { kind: 'status', details: { to: status }, set, news: { kind: 'ticket-status', details: { status } } })
  }
  await record(trx, queue, ticket, actor, {
    kind: 'resolved', set: { ...set, resolution_notes: resolution.text, resolution_html: resolution.html },
    news: { kind: 'ticket-resolved', details: { text: resolution.text } },
  })
}
