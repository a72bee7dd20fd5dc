import type { Trx } from '../../db/connect.ts'
import type { NotificationEvent, Role, Status, Ticket } from '../../db/schema.ts'
import type { Guest } from '../../db/visible.ts'
import type { Queue } from '../../jobs/queue.ts'
import { listeners, queueMail, tell, type Mail } from '../../notifications/index.ts'
import { readPreferences } from '../../preferences/index.ts'

/** Who did it; nobody where the clock did. */
interface Doer { id: string | null; role: Role }

/** What there is to tell of a ticket; the words that everybody's letter shares. */
export interface News {
  kind: 'ticket-opened' | 'ticket-replied' | 'ticket-status' | 'ticket-resolved' | 'closing-soon'
  details?: Record<string, unknown>
}

const eventOf = { 'ticket-replied': 'reply', 'ticket-status': 'status', 'ticket-resolved': 'resolved', 'closing-soon': 'closing' } as const satisfies Partial<Record<News['kind'], NotificationEvent>>

/**
 * Tells everybody on the ticket but who did it, each in their own way and once for each cause. Who opens a ticket gets
 * a confirmation, and who wrote and likes to have it a copy. Returns whose pages have something new to show.
 */
export async function tellOfTicket(trx: Trx, queue: Queue, ticket: Ticket, actor: Doer, { kind, details = {} }: News, { cause, status, guests = [] }: { cause: string; status: Status; guests?: Guest[] }): Promise<string[]> {
  const { id: ticketId, reference, title, priority } = ticket
  const all = { reference, title, ticketId, ...details }
  if (kind === 'ticket-opened') return mailOwn(trx, queue, ticket.customer_id, kind, all)
  if (kind === 'ticket-replied' && actor.id !== null && actor.role === 'customer') await sendCopy(trx, queue, actor.id, { ...all, status })

  const told: string[] = []
  for (const { id, event } of listeners(eventOf[kind], actor.id, await companyOf(trx, ticket, actor, guests))) {
    const desk = event === 'assigned'
    const readOnly = guests.some(guest => guest.id === id && !guest.writes)
    const isNew = await tell(queue, trx, {
      profileId: id, event, ticketId, cause, urgent: priority === 'urgent',
      kind: id === ticket.customer_id && actor.role !== 'customer' ? kind : kindForOthers[kind],
      details: { ...all, status, ...(desk && { desk: true }), ...(readOnly && { readOnly }) } as never,
    })
    if (isNew) told.push(id)
  }
  return told
}

/** A letter that does not call the ticket its reader's. */
const kindForOthers = { 'ticket-replied': 'ticket-written', 'ticket-status': 'shared-status', 'ticket-resolved': 'shared-resolved', 'closing-soon': 'closing-soon' } as const

/** Whoever writes for the customer's side is on it, a colleague too who does not take part. */
async function companyOf(trx: Trx, { customer_id: customer, assigned_to }: Ticket, actor: Doer, guests: Guest[]) {
  // Who had a closed ticket may be staff no more.
  const agent = assigned_to === null ? undefined : await trx.selectFrom('profiles').select('id').where('id', '=', assigned_to).where('role', '<>', 'customer').executeTakeFirst()
  return { customer, participants: [...guests.map(({ id }) => id), ...(actor.role === 'customer' && actor.id !== null ? [actor.id] : [])], agent: agent?.id ?? null }
}

async function sendCopy(trx: Trx, queue: Queue, authorId: string, details: Record<string, unknown>): Promise<void> {
  const { communication } = await readPreferences(trx, authorId)
  if (communication.copies) await mailOwn(trx, queue, authorId, 'ticket-copy', details)
}

/** Writes to somebody about what they did themselves, if they want mail at all. */
async function mailOwn(trx: Trx, queue: Queue, profileId: string, kind: 'ticket-opened' | 'ticket-copy', details: Record<string, unknown>): Promise<[]> {
  const { communication } = await readPreferences(trx, profileId)
  const { email: address, full_name: name } = await trx.selectFrom('profiles').select(['email', 'full_name']).where('id', '=', profileId).executeTakeFirstOrThrow()
  if (communication.channel === 'mail') await queueMail(queue, trx, { kind, profileId, address, details: { name, ...details } } as Mail)
  return []
}
