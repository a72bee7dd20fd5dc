import type { Priority, Status, Ticket } from '../db/schema.ts'

export const statuses = ['open', 'waiting', 'resolved', 'closed'] as const satisfies Status[]
export const priorities = ['low', 'normal', 'high', 'urgent'] as const satisfies Priority[]

/** Who has to do something next. */
export type Turn = 'us' | 'you' | 'confirm' | 'nobody'
export const turnOf: Record<Status, Turn> = { open: 'us', waiting: 'you', resolved: 'confirm', closed: 'nobody' }

/** What a customer means by writing on a resolved ticket. */
export type Purpose = 'help' | 'thanks'
type Side = 'customer' | 'staff'

/** What a reply does to the status. This is the table in the README. */
export function statusAfterReply(status: Status, side: Side, purpose: Purpose = 'help'): Status {
  if (side === 'staff') return status === 'open' ? 'waiting' : status
  if (status === 'waiting') return 'open'
  return status === 'resolved' && purpose === 'help' ? 'open' : status
}

/** A closed ticket takes no replies: it is reopened, or followed up. */
export const mayReply = ({ status }: Pick<Ticket, 'status'>): boolean => status !== 'closed'

export const mayClose = ({ status }: Pick<Ticket, 'status'>): boolean => status !== 'closed'

export const mayRate = ({ status }: Pick<Ticket, 'status'>): boolean => status === 'closed'

const day = 86_400_000

/** A closed ticket can be opened again for so many days; a resolved one as long as it is not closed. */
export function mayReopen({ status, closed_at }: Pick<Ticket, 'status' | 'closed_at'>, days: number, now = Date.now()): boolean {
  if (status === 'resolved') return true
  return status === 'closed' && closed_at !== null && now - closed_at.getTime() <= days * day
}

/** After that, a new ticket is linked to the old one. */
export function mayFollowUp(ticket: Pick<Ticket, 'status' | 'closed_at'>, days: number, now = Date.now()): boolean {
  return ticket.status === 'closed' && !mayReopen(ticket, days, now)
}

/** By when we mean to answer: so many hours after it became our turn. */
export function answerBy({ waiting_since, priority }: Pick<Ticket, 'waiting_since' | 'priority'>, hours: Record<Priority, number>): Date | undefined {
  return waiting_since === null ? undefined : new Date(waiting_since.getTime() + hours[priority] * 3_600_000)
}

/** When a resolved ticket closes by itself. */
export function closesAt({ status, resolved_at }: Pick<Ticket, 'status' | 'resolved_at'>, days: number): Date | undefined {
  return status !== 'resolved' || resolved_at === null ? undefined : new Date(resolved_at.getTime() + days * day)
}

/** The columns that go with a status; the time as the database has it, or a date. */
export function columnsFor<Time>(status: Status, now: Time) {
  return {
    status,
    waiting_since: status === 'open' ? now : null,
    ...(status === 'resolved' && { resolved_at: now, closed_at: null, closing_announced_at: null }),
    ...(status === 'closed' && { closed_at: now }),
    ...(status !== 'resolved' && status !== 'closed' && { resolved_at: null, closed_at: null, closing_announced_at: null }),
  }
}
