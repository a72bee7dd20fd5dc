import type { MessageKey, Translate, Values } from '../web/i18n.ts'
import type { NotificationEvent, Status } from '../db/schema.ts'
import { addressOf, sentenceOf, type Told } from './sentences.ts'

interface OfTicket {
  name: string
  reference: number
  title: string
  ticketId: string
  /** How the ticket stands after what the mail tells of. */
  status?: Status
  /** Its reader may not write in it. */
  readOnly?: true
  /** Its reader meets it at the desk. */
  desk?: true
}

/** Each kind of mail, with what its words need. */
export interface Letters {
  'confirm-sign-up': { name: string; token: string; next: string }
  'already-registered': { name: string }
  'reset-password': { name: string; token: string }
  'password-changed': { name: string }
  'new-browser': { name: string; browser: string; system: string; address: string }
  'second-step-on': { name: string }
  'second-step-off': { name: string }
  'codes-guessed': { name: string }
  'recovery-code': { name: string; left: number }
  'recovery-codes': { name: string }
  'passkey-added': { name: string; passkey: string }
  'passkey-removed': { name: string; passkey: string }
  'invitation': { name: string; token: string; days: number }
  'email-asked': { name: string; email: string }
  /** To an address that is not yet anybody's. */
  'email-confirm': { name: string; token: string }
  /** To the owner of an address that somebody wants for another account. */
  'email-taken': { name: string }
  'email-changed': { name: string; email: string }
  /** To the address that was. */
  'email-undo': { name: string; email: string; token: string; days: number }
  'email-undone': { name: string }
  'archive-ready': { name: string; day: string }
  'deletion-asked': { name: string; day: string }
  'deletion-undone': { name: string }
  'ticket-opened': OfTicket
  /** Staff answered the customer. */
  'ticket-replied': OfTicket & { author: string; text: string }
  /** Anybody wrote, to anybody else on the ticket. */
  'ticket-written': OfTicket & { author: string; text: string }
  /** What its reader wrote themselves. */
  'ticket-copy': OfTicket & { text: string }
  'ticket-status': OfTicket & { status: Status }
  'ticket-resolved': OfTicket & { text: string }
  /** The same, to others than the owner. */
  'shared-status': OfTicket & { status: Status }
  'shared-resolved': OfTicket & { text: string }
  'closing-soon': OfTicket & { days: number }
  /** Somebody is asked to take part in a ticket: to an address that is not confirmed, so nothing that a person could have typed is in it. */
  'participant-invitation': { name: string; inviter: string; number: number; token: string; days: number }
  /** To the owner: somebody said yes, or takes part no more. */
  'participant-joined': OfTicket & { author: string }
  'participant-left': OfTicket & { author: string }
  /** A mail came in that names its reader as its sender. */
  'mail-confirm': { name: string; token: string }
  /** Why a mail that came in was not used. */
  'mail-kept': { name: string; reason: string }
  /** What of a mail that came in was not taken. */
  'mail-files': OfTicket & { problems: string }
  'digest': { name: string; period: 'daily' | 'weekly'; news: Told[]; more: number }
}

/** A mail before it has a form: the same parts make its plain text and its HTML. */
export interface Letter {
  greeting: string
  paragraphs: string[]
  /** Words of a person, shown apart from ours: as they were typed, in Markdown. Nothing in a mail is loaded from anywhere. */
  quote: string | undefined
  /** How the ticket stands, in words. */
  state: string | undefined
  news: { sentence: string; url: string; at: Date }[]
  link: { label: string; url: string } | undefined
  footer: string
  /** Where these mails end in one click. */
  stop: { label: string; url: string } | undefined
}

export interface ComposedMail { subject: string; messageId: string; references: string | undefined; letter: Letter }

/** What a letter is made from, and for whom. */
export interface Draft<Kind extends keyof Letters = keyof Letters> {
  id: string
  kind: Kind
  details: Letters[Kind]
  event?: NotificationEvent | undefined
  say: Translate
  baseUrl: string
  /** Where the reader ends such mails; security notices have no such link. */
  stopUrl?: string | undefined
  /** Whether an answer to this mail becomes a reply. */
  answerable?: boolean | undefined
}

/** Finds the words of a mail. Links are built from the site's own address. */
export function compose<Kind extends keyof Letters>({ id, kind, details, say, baseUrl, stopUrl, answerable = false }: Draft<Kind>): ComposedMail {
  const values = details as unknown as Values & Partial<OfTicket & { text: string; news: Told[] }>
  const part = (name: string) => say(`mail.${kind}.${name}` as MessageKey, values)
  const path = pathOf(kind, details)
  return {
    subject: oneLine(values.reference === undefined ? part('subject') : `[#${values.reference}] ${part('subject')}`),
    ...threadOf(id, kind, values.ticketId, baseUrl),
    letter: {
      greeting: say('mail.greeting', { name: values['name'] ?? '', known: String(values['name'] !== '') }),
      paragraphs: part('text').split('\n\n'),
      quote: values.text,
      state: values.status === undefined ? undefined : say('mail.state', { status: say(statusOf(kind, values.status, values.desk)) }),
      news: (values.news ?? []).map(told => ({ sentence: sentenceOf(say, told), url: baseUrl + addressOf(told), at: new Date(told.at) })),
      link: path === undefined ? undefined : { label: values.readOnly === true ? say('mail.shared-status.link') : part('link'), url: baseUrl + path },
      footer: say(answerable ? 'mail.footer-answer' : values.readOnly === true ? 'mail.footer-read' : 'mail.footer'),
      stop: stopUrl === undefined ? undefined : { label: say('mail.stop'), url: stopUrl },
    },
  }
}

/** How the ticket stands for its reader: one that is not theirs does not wait for them alone. */
function statusOf(kind: keyof Letters, status: Status, desk?: boolean): MessageKey {
  if (desk === true) return `desk-status.${status}`
  return status === 'waiting' && (kind === 'ticket-written' || kind === 'shared-status') ? 'status.waiting-theirs' : `status.${status}`
}

/** The first mail of a ticket is the root of its thread, and every later one answers it. */
function threadOf(id: string, kind: keyof Letters, ticketId: string | undefined, baseUrl: string): Pick<ComposedMail, 'messageId' | 'references'> {
  const host = new URL(baseUrl).hostname
  const own = `<${id}@${host}>`
  if (ticketId === undefined) return { messageId: own, references: undefined }
  const root = `<ticket.${ticketId}@${host}>`
  return kind === 'ticket-opened' ? { messageId: root, references: undefined } : { messageId: own, references: root }
}

const ofSecurity = new Set<keyof Letters>(['new-browser', 'second-step-on', 'second-step-off', 'codes-guessed', 'recovery-code', 'recovery-codes', 'passkey-added', 'passkey-removed'])

const places: Partial<Record<keyof Letters, string>> = {
  'email-asked': '/account/profile/email', 'email-confirm': '/account/profile/email/confirmation', 'email-taken': '/sign-in',
  'email-changed': '/account/profile', 'email-undo': '/account/profile/email/undo', 'email-undone': '/account/activity',
  'archive-ready': '/account/data', 'deletion-asked': '/account/data/deletion', 'deletion-undone': '/account/data',
}

function pathOf(kind: keyof Letters, details: Letters[keyof Letters]): string | undefined {
  const place = places[kind]
  if (place !== undefined) return 'token' in details ? `${place}?token=${details.token}` : place
  if (kind === 'already-registered') return '/sign-in'
  if (kind === 'password-changed') return '/forgotten-password'
  if (ofSecurity.has(kind)) return '/account/security'
  if (kind === 'digest') return '/notifications'
  if (kind === 'mail-kept') return '/tickets/new'
  if (kind === 'participant-invitation') return `/invitation?token=${(details as { token: string }).token}`
  if (kind === 'mail-confirm') return `/confirm-mail?token=${(details as { token: string }).token}`
  if ('reference' in details) return details.desk === true ? `/desk/tickets/${details.reference}` : `/tickets/${details.reference}`
  const { token, next = '' } = details as { token: string; next?: string }
  const query = new URLSearchParams({ token, ...(next !== '' && next !== '/' && { next }) })
  return kind === 'reset-password' || kind === 'invitation' ? `/reset-password?${query}` : `/verify-email?${query}`
}

/** What a person wrote may not begin another header. */
export function oneLine(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')].slice(0, 250).join('')
}
