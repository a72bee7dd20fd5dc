import type { Db, Trx } from '../db/connect.ts'
import type { Priority, Status, Ticket } from '../db/schema.ts'
import type { Queue } from '../jobs/queue.ts'
import { closeTicket, columnsFor, listTickets, readSelection, record, type Actor, type TicketLine } from '../tickets/index.ts'
import type { Person } from '../web/access.ts'
import type { SafeHtml } from '../web/markdown/index.ts'

export interface Agent { id: string; name: string }

/** Everyone a ticket can be given to. */
export async function listAgents(db: Db): Promise<Agent[]> {
  return db.selectFrom('profiles').select(['id', 'full_name as name']).where('role', '<>', 'customer').orderBy('full_name').execute()
}

/** The customer's other tickets, latest first. */
export async function listOthers(db: Db, ticket: Pick<Ticket, 'id' | 'customer_id'>, atMost: number): Promise<TicketLine[]> {
  const { tickets } = await listTickets(db, { id: ticket.customer_id, role: 'customer' }, readSelection({}))
  return tickets.filter(({ id }) => id !== ticket.id).slice(0, atMost)
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
  await record(trx, queue, ticket, actor, {
    kind: 'assigned', details: { to: agent?.name ?? 'none', agent_id: agent?.id ?? '' }, set: { assigned_to: agent?.id ?? null },
  })
}

async function setStatus(trx: Trx, queue: Queue, ticket: Ticket, actor: Person, status: Status, resolution: Changes['resolution']): Promise<void> {
  const set = columnsFor(status, new Date())
  if (status === 'closed') return closeTicket(trx, queue, ticket, actor)
  if (status !== 'resolved' || resolution === undefined) {
    return record(trx, queue, ticket, actor, { kind: 'status', details: { to: status }, set, mail: { kind: 'ticket-status', details: { status } } })
  }
  await record(trx, queue, ticket, actor, {
    kind: 'resolved', set: { ...set, resolution_notes: resolution.text, resolution_html: resolution.html },
    mail: { kind: 'ticket-resolved', details: { text: resolution.text } },
  })
}
