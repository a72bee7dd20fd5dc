import { addDraftFiles } from '../../attachments/index.ts'
import type { Trx } from '../../db/connect.ts'
import type { Ticket } from '../../db/schema.ts'
import { ticketsWritableBy } from '../../db/visible.ts'
import { saveDraft } from '../../drafts/index.ts'
import { queueMail } from '../../notifications/index.ts'
import { addReply, lockTicket, mayReopen, mayReply, openTicket, reopenTicket, type Author } from '../../tickets/index.ts'
import { t } from '../../web/i18n.ts'
import { escaped, markdownLimit, type SafeHtml } from '../../web/markdown/index.ts'
import { newSubmission } from '../../web/submissions.ts'
import type { Needs } from '../needs.ts'
import type { Read } from '../reading/index.ts'
import type { Reason } from '../rules.ts'
import { settle, type Writer } from '../store.ts'
import { answerWhy } from './answer.ts'
import type { Arrived } from './files.ts'

/** A mail's words as a ticket takes them. */
export interface Words { text: string; quoted: string; html: SafeHtml }

/** The words and, below them, which files could not be taken; in the language of who wrote. */
export async function wordsOf({ markdown }: Needs, { text: all, quoted: below }: { text: string; quoted: string }, { problems }: Arrived, who: string): Promise<Words> {
  const own = all === '' ? t('mail-in.no-text') : all
  const [text, rest] = [own.slice(0, markdownLimit).toWellFormed(), own.slice(markdownLimit).toWellFormed()]
  const refused = problems.length === 0 ? '' : escaped(t('mail-in.files-refused', { problems: problems.join(' ') }))
  return { text, quoted: [rest, below].filter(part => part !== '').join('\n\n'), html: await markdown.renderPlain(text, who) + refused as SafeHtml }
}

interface Task { mailId: string; read: Read; writer: Writer; words: Words; arrived: Arrived }

/** Adds the mail to its ticket as the rules have it: a reply, a reopening, or a new ticket that follows a closed one. */
export async function reply(needs: Needs, trx: Trx, task: Task, reference: number): Promise<void> {
  const { writer, words } = task
  const found = await ticketsWritableBy(trx, writer.person).select('customer_id').where('reference', '=', reference).executeTakeFirst()
  if (found === undefined) return keep(needs, trx, task, 'not-theirs')
  // Staff are customers too, on tickets of their own.
  const person: Author = found.customer_id === writer.person.id ? { ...writer.person, role: 'customer' } : writer.person
  const ticket = await lockTicket(trx, person, { reference })
  // Only its owner opens a ticket again, or asks anew because of it.
  if (ticket.right !== 'owner' && !mayReply(ticket)) return keep(needs, trx, task, 'closed')
  const written = { ...words, draftId: await keptFiles(trx, person, task, ticket.id) }
  if (mayReply(ticket)) await addReply(trx, needs.queue, ticket, person, written)
  else if (mayReopen(ticket, needs.config.REOPEN_DAYS)) await reopenTicket(trx, needs.queue, ticket, person, written)
  else return openNew(needs, trx, task, { title: ticket.title, categoryId: ticket.category_id, follows: ticket.id })
  await finish(needs, trx, task, ticket)
}

async function keep(needs: Needs, trx: Trx, { mailId, read }: Task, reason: Reason): Promise<void> {
  await settle(trx, mailId, { state: 'kept', reason })
  await answerWhy(needs, trx, read, reason)
}

export async function open(needs: Needs, trx: Trx, task: Task): Promise<void> {
  const title = [...task.read.subject].slice(0, 200).join('').trim()
  await openNew(needs, trx, task, { title: title === '' ? t('mail-in.no-subject') : title, categoryId: null, follows: undefined })
}

async function openNew(needs: Needs, trx: Trx, task: Task, like: { title: string; categoryId: string | null; follows: string | undefined }): Promise<void> {
  const person = { ...task.writer.person, role: 'customer' } as const
  const draftId = await keptFiles(trx, person, task)
  const reference = await openTicket(trx, needs.queue, person, { ...task.words, ...like, priority: 'normal', draftId })
  const ticket = await trx.selectFrom('tickets').selectAll().where('reference', '=', reference).executeTakeFirstOrThrow()
  await finish(needs, trx, task, ticket)
}

async function finish({ queue }: Needs, trx: Trx, { mailId, writer: { person }, arrived }: Task, ticket: Ticket): Promise<void> {
  const { id: ticketId, reference, title } = ticket
  await settle(trx, mailId, { state: 'taken', ticketId })
  if (arrived.problems.length === 0) return
  await queueMail(queue, trx, { kind: 'mail-files', profileId: person.id, address: person.email, details: { name: person.fullName, reference, title, ticketId, problems: arrived.problems.join('\n') } })
}

/** Files go the way of any form's: they wait with a draft, which what is written spends at once. */
async function keptFiles(trx: Trx, person: Pick<Author, 'id'>, { arrived }: Task, ticketId?: string): Promise<string> {
  const draftId = newSubmission()
  if (arrived.files.length === 0) return draftId
  const saved = await saveDraft(trx, person.id, draftId, { form: ticketId === undefined ? 'ticket' : 'reply', ticketId, fields: {} })
  await addDraftFiles(trx, person.id, saved, arrived.files)
  return saved
}
