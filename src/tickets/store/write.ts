import type { Trx } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import type { CustomField, Priority, Ticket } from '../../db/schema.ts'
import { spendDraft } from '../../drafts/index.ts'
import type { Queue } from '../../jobs/queue.ts'
import type { Person } from '../../web/access.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import { publish } from '../../web/live.ts'
import { isStaff } from '../../db/visible.ts'
import { inviteUsual } from '../participants/invite.ts'
import { columnsFor, statusAfterReply, type Purpose } from '../rules.ts'
import { changeOf, record, type Author } from './record.ts'

/** What somebody wrote, with its HTML made beforehand, and the draft whose files go with it. */
export interface Written {
  text: string
  html: SafeHtml
  draftId: string
  /** What a mail held of earlier ones: shown when asked for. */
  quoted?: string
}

export interface NewTicket extends Written {
  title: string
  priority: Priority
  categoryId: string | null
  /** The ticket that this one follows up. */
  follows?: string | undefined
  /** What was answered to the questions of the category's own. */
  customFields?: CustomField[]
}

/** Opens a ticket with its files and events; returns its reference. */
export async function openTicket(trx: Trx, queue: Queue, customer: Author, { title, text, html, priority, categoryId, follows, customFields = [], draftId, quoted = '' }: NewTicket): Promise<number> {
  const ticket = await trx.insertInto('tickets').values({
    customer_id: customer.id, title, description: text, description_html: html, priority,
    category_id: categoryId, follows: follows ?? null, custom_fields: JSON.stringify(customFields), quoted, last_updated_by: customer.id,
  }).returningAll().executeTakeFirstOrThrow()
  const urls = await spendDraft(trx, customer.id, draftId, { ticket_id: ticket.id })
  if (urls.length > 0) await trx.updateTable('tickets').set({ attachment_urls: JSON.stringify(urls) }).where('id', '=', ticket.id).execute()
  await record(trx, queue, ticket, customer, { kind: 'opened', news: { kind: 'ticket-opened' } })
  await inviteUsual(trx, queue, ticket, customer)
  return ticket.reference
}

/** Adds a reply to a locked ticket, with what it does to the status. */
export async function addReply(trx: Trx, queue: Queue, ticket: Ticket, author: Author, written: Written, purpose?: Purpose): Promise<void> {
  const side = isStaff(author) ? 'staff' : 'customer'
  const status = statusAfterReply(ticket.status, side, purpose)
  await writeReply(trx, ticket, author, written)
  await record(trx, queue, ticket, author, {
    kind: 'replied',
    set: status === ticket.status ? {} : columnsFor(status, now),
    news: wroteOn(author, written),
  })
  if (ticket.status === 'resolved' && status === 'open') await record(trx, queue, ticket, author, { kind: 'reopened' })
}

const wroteOn = ({ fullName }: Author, { text }: Written) => ({ kind: 'ticket-replied', details: { author: fullName, text } }) as const

async function writeReply(trx: Trx, ticket: Ticket, author: Author, { text, html, draftId, quoted = '' }: Written): Promise<void> {
  const byParticipant = !isStaff(author) && author.id !== ticket.customer_id
  const reply = await trx.insertInto('replies').values({ ticket_id: ticket.id, author_id: author.id, text, html, quoted, by_participant: byParticipant })
    .returning('id').executeTakeFirstOrThrow()
  await spendDraft(trx, author.id, draftId, { ticket_id: ticket.id, reply_id: reply.id })
}

/** For staff only, and told to nobody else. */
export async function addNote(trx: Trx, ticket: Ticket, author: Person, { text, html, draftId }: Written): Promise<void> {
  const note = await trx.insertInto('notes').values({ ticket_id: ticket.id, author_id: author.id, text, html }).returning('id').executeTakeFirstOrThrow()
  await spendDraft(trx, author.id, draftId, { ticket_id: ticket.id, note_id: note.id })
  await trx.updateTable('tickets').set({ version: ticket.version + 1, last_updated_by: author.id, updated_at: now }).where('id', '=', ticket.id).execute()
  await publish(trx, changeOf(ticket, author, 'noted'))
}

export async function closeTicket(trx: Trx, queue: Queue, ticket: Ticket, person: Person): Promise<void> {
  await record(trx, queue, ticket, person, {
    kind: 'closed', set: columnsFor('closed', now),
    news: { kind: 'ticket-status', details: { status: 'closed' } },
  })
}

/** Opens a closed or resolved ticket again, with the words that say why. */
export async function reopenTicket(trx: Trx, queue: Queue, ticket: Ticket, person: Author, written: Written): Promise<void> {
  await writeReply(trx, ticket, person, written)
  await record(trx, queue, ticket, person, { kind: 'replied', set: { ...columnsFor('open', now), assigned_to: await agentOf(trx, ticket) }, news: wroteOn(person, written) })
  await record(trx, queue, ticket, person, { kind: 'reopened' })
}

/** Who goes on with a ticket that was closed: its agent, unless they have left meanwhile. */
async function agentOf(trx: Trx, { assigned_to }: Ticket): Promise<string | null> {
  if (assigned_to === null) return null
  const agent = await trx.selectFrom('profiles').select('id').where('id', '=', assigned_to).where('role', '<>', 'customer').executeTakeFirst()
  return agent?.id ?? null
}

/** The customer's word on how it went; a later one replaces it, and the same once more changes nothing. */
export async function rateTicket(trx: Trx, queue: Queue, ticket: Ticket, person: Person, score: number, words: string): Promise<void> {
  const rated = await trx.insertInto('ratings').values({ ticket_id: ticket.id, score, words })
    .onConflict(conflict => conflict.column('ticket_id').doUpdateSet({ score, words })
      .where(it => it.or([it('ratings.score', '<>', score), it('ratings.words', '<>', words)])))
    .returning('ticket_id').executeTakeFirst()
  if (rated !== undefined) await record(trx, queue, ticket, person, { kind: 'rated', details: { score: String(score) } })
}
