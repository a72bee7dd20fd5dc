import { isUuid } from '../web/submissions.ts'
import type { ReadMail } from './reading/index.ts'

/** Why a mail was not used. Each has its words for staff, and most have some for the sender. */
export const reasons = [
  'unreadable', 'broken', 'too-large', 'empty', 'no-sender', 'token', 'unproven', 'not-theirs', 'mail-off', 'closed', 'stranger', 'too-often',
  'unconfirmed', 'automatic', 'own', 'bounce',
] as const
export type Reason = (typeof reasons)[number]

/** What a machine sent, and what answers would go back and forth with: it opens nothing and is never answered (RFC 3834). */
export function automatic({ head, from, report }: Pick<ReadMail, 'head' | 'from' | 'report'>, envelopeSender: string | null): 'automatic' | 'bounce' | undefined {
  if (report?.failed === true) return 'bounce'
  const submitted = head['auto-submitted']?.split(';')[0]?.trim().toLowerCase() ?? 'no'
  const byMachine = submitted !== 'no'
    || /^(?:bulk|list|junk|auto_reply)\b/i.test(head['precedence'] ?? '')
    || /\b(?:all|oof|autoreply)\b/i.test(head['x-auto-response-suppress'] ?? '')
    || ['list-id', 'list-unsubscribe', 'x-autoreply', 'x-autorespond'].some(name => name in head)
    || envelopeSender === '' || head['return-path']?.replace(/[<>\s]/g, '') === ''
    || report !== undefined
    || /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)@/i.test(from?.address ?? '')
  return byMachine ? 'automatic' : undefined
}

/** Whether we sent it ourselves: its name is one that we give, or it carries the name of our list. */
export function isOwn({ messageId, head }: Pick<ReadMail, 'messageId' | 'head'>, host: string): boolean {
  return ourMail(messageId, host) !== undefined || ourTicket(messageId, host) !== undefined || (head['list-id'] ?? '').toLowerCase().includes(`.${host.toLowerCase()}>`)
}

/** The mail of our outbox that a Message-ID names. */
export const ourMail = (messageId: string, host: string): string | undefined => idIn(messageId, host, '')

/** The ticket whose thread a Message-ID names. */
export const ourTicket = (messageId: string, host: string): string | undefined => idIn(messageId, host, 'ticket.')

function idIn(messageId: string, host: string, before: string): string | undefined {
  const name = messageId.toLowerCase()
  const ending = `@${host.toLowerCase()}>`
  if (!name.startsWith(`<${before}`) || !name.endsWith(ending)) return undefined
  const id = name.slice(before.length + 1, -ending.length)
  return isUuid(id) ? id : undefined
}

/**
 * Whether our mail server found that the mail comes from whom it names (RFC 8601, DMARC). Its word stands above
 * any that was in the mail before, so the first of that name that speaks of DMARC is the one that counts.
 */
export function isAuthentic({ results, from }: Pick<ReadMail, 'results' | 'from'>, authserv: string | undefined, relayed: boolean): boolean {
  if (authserv === undefined || !relayed || from === undefined) return false
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase()
  for (const [server, ...found] of results.map(line => bare(line).split(';').map(part => part.trim().toLowerCase()))) {
    const [dmarc, ...others] = found.filter(result => /^dmarc\s*=/.test(result))
    if (server?.split(/\s/)[0] === authserv.toLowerCase() && dmarc !== undefined) {
      return others.length === 0 && /^dmarc\s*=\s*pass\b/.test(dmarc) && /\bheader\.from\s*=\s*(\S+)/.exec(dmarc)?.[1] === domain
    }
  }
  return false
}

/** Comments and quoted words may hold anything, semicolons and results of others too. */
function bare(line: string): string {
  let [text, depth, quoted] = ['', 0, false]
  for (const character of line.replace(/\\./g, '')) {
    if (character === '"' && depth === 0) quoted = !quoted
    else if (character === '(' && !quoted) depth += 1
    else if (character === ')' && !quoted) depth = Math.max(depth - 1, 0)
    else if (depth === 0 && !quoted) text += character
  }
  return text
}
