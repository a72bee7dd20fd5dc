import type { Status } from '../db/schema.ts'
import type { Viewer } from '../db/visible.ts'
import { t, type MessageKey } from '../web/i18n.ts'
import type { Entry } from './store/read.ts'

type Event = Entry & { type: 'event' }
/** An entry as a page shows it: an event with its sentence. */
export type ShownEntry = (Entry & { type: 'reply' | 'note' }) | (Event & { sentence: string })

/** A status in words; at the desk they are those of the other side: what waits for us, what for the customer. */
export const statusWords = (status: Status, desk = false): string => desk ? t(`desk-status.${status}`) : t(`status.${status}`)

/** Says each event in a sentence: "Grace set the priority to urgent." */
export function withSentences(entries: Entry[], viewer: Pick<Viewer, 'id'>, desk = false): ShownEntry[] {
  return entries.map(entry => entry.type === 'event' ? { ...entry, sentence: sentenceOf(entry, viewer, desk) } : entry)
}

function sentenceOf({ kind, author, details, mine }: Event, viewer: Pick<Viewer, 'id'>, desk: boolean): string {
  if (author === null) return kind === 'closed' ? t('event.closed-itself') : t('event.changed-itself')
  const values = { name: author, mine: String(mine), to: toWords(kind, details, desk), what: details['what'] ?? '', me: String(details['agent_id'] === viewer.id) }
  return t(`event.${kind.replace(' ', '-')}` as MessageKey, values)
}

function toWords(kind: Event['kind'], { to = '', score = '' }: Record<string, string>, desk: boolean): string {
  if (kind === 'status') return statusWords(to as Status, desk)
  if (kind === 'priority') return t(`priority.${to}` as MessageKey)
  if (kind === 'rated') return t(`rating.score-${score}` as MessageKey)
  return to
}
