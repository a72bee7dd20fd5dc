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
  if (report !== undefined && report.failures.length > 0) return 'bounce'
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
  return idIn(messageId, host, '') !== undefined || ourTicket(messageId, host) !== undefined || (head['list-id'] ?? '').toLowerCase().includes(`.${host.toLowerCase()}>`)
}

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
 * Whether a mail server's status says that the address is at fault (RFC 3463): there is no such mailbox or host (5.1.x, but
 * for 5.1.7 and 5.1.8, which are about the sender; 5.4.4), or the mailbox takes nothing (5.2.x, but for what is wrong with
 * the mail or a list). What is held against us or the mail (5.3.x, 5.5.x to 5.7.x) says nothing of the address.
 */
export const isAboutAddress = (status: string): boolean => /^5\.(?:1\.(?!7$|8$)\d+|2\.(?!3$|4$)\d+|4\.4)$/.test(status)

/**
 * Room in bytes for mails that became no message. Nothing vouches for a stranger's: 500 MB an hour are thousands of usual
 * mails, or twenty of the largest, and 5 GB take ten hours of that. People we know are only held up where everything together
 * takes 10 GB: no stranger can shut the door on them, and nobody fills the disk.
 */
export const room = { unknown: { lately: 500_000_000, all: 5_000_000_000 }, known: { all: 10_000_000_000 } }

/** Whether there is room for a mail from somebody we know, or do not know, beside what is there. */
export function hasRoom({ lately, all }: { lately: number; all: number }, isKnown: boolean): boolean {
  return isKnown ? all <= room.known.all : lately <= room.unknown.lately && all <= room.unknown.all
}
