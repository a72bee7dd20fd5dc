import type { Viewer } from '../db/visible.ts'
import { t, type MessageKey } from '../web/i18n.ts'
import type { Entry } from './store/read.ts'

type Event = Entry & { type: 'event' }
/** An entry as a page shows it: an event with its sentence. */
export type ShownEntry = (Entry & { type: 'reply' | 'note' }) | (Event & { sentence: string })

/** Says each event in a sentence: "Grace set the priority to urgent." */
export function withSentences(entries: Entry[], viewer: Pick<Viewer, 'id'>): ShownEntry[] {
  return entries.map(entry => entry.type === 'event' ? { ...entry, sentence: sentenceOf(entry, viewer) } : entry)
}

function sentenceOf({ kind, author, details, mine }: Event, viewer: Pick<Viewer, 'id'>): string {
  if (author === null) return kind === 'closed' ? t('event.closed-itself') : t('event.changed-itself')
  const values = { name: author, mine: String(mine), to: toWords(kind, details), me: String(details['agent_id'] === viewer.id) }
  return t(`event.${kind.replace(' ', '-')}` as MessageKey, values)
}

function toWords(kind: Event['kind'], { to = '', score = '' }: Record<string, string>): string {
  if (kind === 'status') return t(`status.${to}` as MessageKey)
  if (kind === 'priority') return t(`priority.${to}` as MessageKey)
  if (kind === 'rated') return t(`rating.score-${score}` as MessageKey)
  return to
}
