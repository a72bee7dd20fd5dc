import { createHash } from 'node:crypto'
import type { MailWay } from '../../db/schema.ts'
import { replyAddresses } from '../../notifications/index.ts'
import type { Needs } from '../needs.ts'
import { valuesOf, type Head } from './head.ts'

/** A mail at the door, with what the way in knows of its envelope. */
export interface Arrival {
  way: MailWay
  /** Undefined where only the mail itself tells. */
  recipients?: string[]
  /** '' is nobody; undefined where only the mail itself tells. */
  sender?: string
  /** Whether a mail server of ours handed it on. */
  relayed: boolean
  /** True where this is only the beginning of a mail that is too large. */
  cut?: boolean
}

const recipientsAtMost = 10

/** To whom of ours: each address of ours that says more than that it is ours, else that one. */
export function recipientsOf({ config, secret }: Pick<Needs, 'config' | 'secret'>, head: Head, { recipients }: Pick<Arrival, 'recipients'>): string[] {
  const addresses = replyAddresses(config, secret)
  const named = recipients ?? addresses.findIn(valuesOf(head, 'delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc').join(', '))
  const speaking = [...new Set(named.map(address => address.toLowerCase()))].filter(address => addresses.claimOf(address) !== undefined)
  return speaking.length > 0 ? speaking.slice(0, recipientsAtMost) : [addresses.main]
}

/** From its envelope, or from what the last server wrote down of it; null where nobody did. */
export function senderOf(head: Head, { sender }: Pick<Arrival, 'sender'>): string | null {
  const [path] = valuesOf(head, 'return-path')
  return (sender ?? path)?.replace(/[<>\s\p{Cc}]/gu, '') ?? null
}

/**
 * By which a mail is known again, whichever way it comes. Its Message-ID alone would let whoever learns it put words of
 * their own in its place, and some programs give it to every mail; a mail without one is known by its bytes.
 */
export function keyOf(head: Head, recipient: string, { sha256, body }: { sha256: string; body: string }): string {
  const [messageId] = valuesOf(head, 'message-id')
  const name = messageId === undefined ? sha256 : `${messageId}\n${valuesOf(head, 'date').join()}\n${body}`
  return createHash('sha256').update(`${name}\n${recipient}`).digest('hex')
}
