import type { Unsent } from '../drafts/index.ts'
import { t } from '../web/i18n.ts'
import { mayReopen, mayReply } from './rules.ts'
import type { SeenTicket } from './store/read.ts'

/** Something unsent as a list shows it: where it goes on, and what it is called. */
export interface UnsentLine { id: string; at: Date; address: string; label: string; name: string }

/** A line that leads to the form in which it can be sent; to a page of its own where there is none any more. */
export function unsentLine(draft: Unsent, reopenDays: number): UnsentLine {
  const { id, updated_at: at, form, fields, ticket } = draft
  if (form === 'ticket') {
    const title = fields['title'] || t('tickets.untitled')
    return { id, at, address: `/tickets/new?draft=${id}`, label: t('tickets.continue-draft', { title }), name: title }
  }
  if (ticket === undefined || whyUnsent(draft, reopenDays) !== undefined) {
    return { id, at, address: pageOf(id), label: t('tickets.unsent-reply'), name: t('tickets.unsent-reply') }
  }
  const { reference, title } = ticket
  return { id, at, address: `/tickets/${reference}?draft=${id}#reply`, label: t('tickets.continue-reply', { reference, title }), name: `#${reference} ${title}` }
}

export const pageOf = (id: string): string => `/tickets/drafts/${id}`

/** Why a reply cannot be sent on its ticket; undefined where it can. Of a ticket that is not theirs to see, nothing is told. */
export function whyUnsent({ ticket }: Pick<Unsent, 'ticket'>, reopenDays: number): string | undefined {
  if (ticket === undefined) return t('tickets.unsent-unseen')
  if (ticket.right === 'read') return t('participants.read-only')
  if (mayReply(ticket)) return undefined
  if (ticket.right !== 'owner') return t('participants.closed')
  return mayReopen(ticket, reopenDays) ? undefined : t('tickets.unsent-too-late', { days: reopenDays })
}

/** The fields of a new ticket that says what was written for another. */
export function asNewTicket(text: string, before?: SeenTicket): Record<string, string> {
  if (before === undefined) return { title: '', description: text, category: '', priority: 'normal' }
  return { title: before.title, description: text, category: before.category_slug ?? '', priority: before.priority, follows: String(before.reference) }
}
