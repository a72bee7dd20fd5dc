import { createHmac, timingSafeEqual } from 'node:crypto'
import { notificationEvents } from '../preferences/index.ts'
import { isUuid } from '../web/submissions.ts'

export const digests = ['daily', 'weekly'] as const
/** What a link in a mail switches off: an event, or a digest with all that comes in it. */
export const stoppable = [...notificationEvents.filter(event => event !== 'security'), ...digests] as const
export type Stoppable = (typeof stoppable)[number]

/** Whose mails of which kind, and the ticket that the mail was about. */
export interface Unsubscription { profileId: string; what: Stoppable; ticketId: string | undefined }

/** Signs what a link in a mail may do. It holds for ever, says nobody's address, and needs no row. */
export function unsubscribeToken(secret: string, { profileId, what, ticketId = '' }: Unsubscription): string {
  const content = Buffer.from(`${what} ${profileId} ${ticketId}`).toString('base64url')
  return `${content}.${signature(secret, content)}`
}

/** What a token allows; undefined for one that we did not sign. */
export function readUnsubscribeToken(secret: string, token: string): Unsubscription | undefined {
  const [content = '', given = ''] = token.split('.')
  const [right, mac] = [Buffer.from(signature(secret, content)), Buffer.from(given)]
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return undefined
  const [what, profileId = '', ticketId = ''] = Buffer.from(content, 'base64url').toString().split(' ')
  const known = stoppable.find(one => one === what)
  return known === undefined || !isUuid(profileId) ? undefined : { profileId, what: known, ticketId: ticketId === '' ? undefined : ticketId }
}

function signature(secret: string, content: string): string {
  return createHmac('sha256', secret).update(`unsubscribe ${content}`).digest('base64url').slice(0, 27)
}
