import { t } from '../web/i18n.ts'
import type { TicketLine } from './store/list.ts'

const columns = ['tickets.reference', 'tickets.title-label', 'filters.status', 'tickets.priority', 'tickets.category', 'tickets.opened', 'tickets.last-activity', 'tickets.answers'] as const

/** The first line of an export; the mark tells spreadsheets that it is UTF-8. */
export const csvHead = `\uFEFF${columns.map(key => csvCell(t(key))).join(',')}\r\n`

export function csvLine({ reference, title, status, priority, category, created_at, last_activity_at, custom_fields = [] }: TicketLine): string {
  const answers = custom_fields.map(({ label, value }) => `${label}: ${value}`).join('\n')
  const cells = [String(reference), title, t(`status.${status}`), t(`priority.${priority}`), category ?? '', created_at.toISOString(), last_activity_at.toISOString(), answers]
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** RFC 4180, with what a spreadsheet would run as a formula, East Asian wide signs included, made text by an apostrophe (OWASP, "CSV Injection"). */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
