import { csvMark, csvRow } from '../web/csv.ts'
import type { Translate } from '../web/i18n.ts'
import type { TicketLine } from './store/list.ts'

const columns = ['tickets.reference', 'tickets.title-label', 'filters.status', 'tickets.priority', 'tickets.category', 'tickets.opened', 'tickets.last-activity', 'tickets.answers'] as const

export const csvHead = (t: Translate): string => csvMark + csvRow(columns.map(key => t(key)))

export function csvLine(t: Translate, { reference, title, status, priority, category, created_at, last_activity_at, custom_fields = [] }: TicketLine): string {
  const answers = custom_fields.map(({ label, value }) => t('layout.pair', { name: label, value })).join('\n')
  return csvRow([String(reference), title, t(`status.${status}`), t(`priority.${priority}`), category ?? '', created_at.toISOString(), last_activity_at.toISOString(), answers])
}
