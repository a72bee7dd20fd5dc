import { t } from '../../../web/i18n.ts'
import type { SafeHtml } from '../../../web/markdown/index.ts'
import { withSentences } from '../../../tickets/index.ts'
import type { Item } from '../views.ts'
import { namesOfFolder } from './names.ts'
import type { ExportedFile, ExportedTicket } from './tickets.ts'

interface NamedFile { file: ExportedFile; path: string }

/** Where each file of a folder goes, by names of which none is another's. */
export function placed(files: ExportedFile[]): NamedFile[] {
  const name = namesOfFolder()
  return files.map(file => ({ file, path: `files/${name(file.name)}` }))
}

export function ticketJson(ticket: ExportedTicket, files: NamedFile[]): object {
  const { id: _, description_html: __, replies, events, files: ___, score, words, rated_at, ...facts } = ticket
  const written = files.map(({ file: { id, reply_id, media_type, bytes, sha256, created_at }, path }) => ({ id, reply_id, path, media_type, bytes, sha256, created_at }))
  return {
    ...facts,
    rating: score === null ? null : { score, words, created_at: rated_at },
    replies: replies.map(({ id, author, text, quoted, created_at }) => ({ id, author, text, quoted, created_at })),
    events: events.map(({ kind, details, by, happened_at }) => ({ kind, details, by, happened_at })),
    files: written,
  }
}

/** The conversation as it was read on the page. */
export function ticketItems(ticket: ExportedTicket, files: NamedFile[], personId: string): Item[] {
  const linksOf = (reply: string | null) => files.filter(({ file }) => file.reply_id === reply).map(({ file, path }) => ({ label: file.name, address: encoded(path) }))
  const replies = ticket.replies.map(({ id, author, html, quoted, created_at }): Item & { at: Date } =>
    ({ title: author, at: created_at, html: html as SafeHtml, words: quoted, links: linksOf(id) }))
  return [
    { facts: factsOf(ticket) },
    { at: ticket.created_at, html: ticket.description_html as SafeHtml, words: ticket.quoted, facts: ticket.custom_fields.map(({ label, value }) => [label, value]), links: linksOf(null) },
    ...[...replies, ...eventItems(ticket, personId)].sort((one, other) => one.at.getTime() - other.at.getTime()),
  ]
}

function factsOf({ status, priority, category, created_at, resolution_notes, score, words }: ExportedTicket): NonNullable<Item['facts']> {
  return [
    [t('export.status'), t(`status.${status}`)], [t('tickets.priority'), t(`priority.${priority}`)], [t('tickets.category'), category], [t('tickets.opened'), created_at],
    [t('tickets.resolution'), resolution_notes], [t('rating.title'), score === null ? null : t(`rating.score-${score as 1}`)], [t('rating.words'), words],
  ]
}

function eventItems({ events }: ExportedTicket, personId: string): (Item & { at: Date })[] {
  const entries = events.filter(({ kind }) => kind !== 'opened' && kind !== 'replied')
    .map(({ kind, details, by, happened_at }, at) => ({ type: 'event' as const, id: String(at), at: happened_at, author: by, byStaff: false, kind, details, mine: false }))
  return withSentences(entries, { id: personId }).map(entry => ({ title: 'sentence' in entry ? entry.sentence : '', at: entry.at }))
}

/** A path in a link. */
export const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/')
