import type { NotificationEvent } from '../db/schema.ts'

/** What mail programs and other servers have to know of a mail beside its words. */
export interface Purpose {
  kind: string
  event: NotificationEvent | null
  ofTicket: boolean
  baseUrl: string
  siteName: string
  stopUrl: string | undefined
}

/** A prepared value is sent as it is. */
export type Headers = Record<string, string | { prepared: true; value: string }>

/** What we say of a mail that came to us. */
const answers = new Set(['mail-kept', 'mail-confirm', 'mail-files'])

/** Headers by RFC 3834 (no answering machine answers), 2919 (a list to sort by), 2369 and 8058 (one click ends it). */
export function headersOf({ kind, event, ofTicket, baseUrl, siteName, stopUrl }: Purpose): Headers {
  const host = new URL(baseUrl).hostname
  return {
    'Auto-Submitted': answers.has(kind) ? 'auto-replied' : 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Feedback-ID': `${kind}:${event ?? 'account'}:guichet:${host}`,
    ...((ofTicket || stopUrl !== undefined) && { 'List-Id': { prepared: true, value: `${plain(siteName)} <notifications.${host}>` } }),
    ...(stopUrl !== undefined && { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  }
}

/** A phrase as RFC 2919 wants it: what would need encoding is left out. */
const plain = (name: string): string => `"${name.replace(/[^\x20-\x7e]|["\\]/g, '')}"`
