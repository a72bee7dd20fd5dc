import { t, type MessageKey, type Values } from '../web/i18n.ts'
import type { Status } from '../db/schema.ts'

interface OfTicket { name: string; reference: number; title: string; ticketId: string }

/** Each kind of mail, with what its words need. */
export interface Letters {
  'confirm-sign-up': { name: string; token: string; next: string }
  'already-registered': { name: string }
  'reset-password': { name: string; token: string }
  'password-changed': { name: string }
  'invitation': { name: string; token: string; days: number }
  'ticket-opened': OfTicket
  'ticket-replied': OfTicket & { author: string; text: string }
  'ticket-status': OfTicket & { status: Status }
  'ticket-resolved': OfTicket & { text: string }
  'closing-soon': OfTicket & { days: number }
}

/** A mail before it has a form: the same parts make its plain text and its HTML. */
export interface Letter {
  greeting: string
  paragraphs: string[]
  /** Words of a person, shown apart from ours. */
  quote: string | undefined
  link: { label: string; url: string } | undefined
  footer: string
}

export interface ComposedMail { subject: string; messageId: string; references: string | undefined; letter: Letter }

/** Finds the words of a mail. Links are built from the site's own address. */
export function compose<Kind extends keyof Letters>(id: string, kind: Kind, details: Letters[Kind], baseUrl: string): ComposedMail {
  const values = details as unknown as Values & Partial<OfTicket & { text: string }>
  const say = (part: string) => t(`mail.${kind}.${part}` as MessageKey, values)
  const host = new URL(baseUrl).hostname
  const path = pathOf(kind, details)
  return {
    subject: oneLine(values.reference === undefined ? say('subject') : `[#${values.reference}] ${say('subject')}`),
    messageId: `<${id}@${host}>`,
    references: values.ticketId === undefined ? undefined : `<ticket.${values.ticketId}@${host}>`,
    letter: {
      greeting: t('mail.greeting', { name: values['name'] ?? '', known: String(values['name'] !== '') }),
      paragraphs: say('text').split('\n\n'),
      quote: values.text,
      link: path === undefined ? undefined : { label: say('link'), url: baseUrl + path },
      footer: t('mail.footer'),
    },
  }
}

function pathOf(kind: keyof Letters, details: Letters[keyof Letters]): string | undefined {
  if (kind === 'already-registered') return '/sign-in'
  if (kind === 'password-changed') return '/forgotten-password'
  if ('reference' in details) return `/tickets/${details.reference}`
  const { token, next = '' } = details as { token: string; next?: string }
  const query = new URLSearchParams({ token, ...(next !== '' && next !== '/' && { next }) })
  return kind === 'reset-password' || kind === 'invitation' ? `/reset-password?${query}` : `/verify-email?${query}`
}

/** What a person wrote may not begin another header. */
function oneLine(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')].slice(0, 250).join('')
}
