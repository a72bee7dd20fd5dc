import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../../config.ts'
import { localLength, mainAddress } from './address.ts'
import { base32, fromBase32 } from './base32.ts'

export interface BounceAddresses {
  /** What this mail is sent under; undefined where our address leaves no room for it. */
  of(mailId: string): string | undefined
  /** The mail that was sent under this address; undefined for one that we did not make. */
  mailOf(address: string): string | undefined
}

/** A uuid, and 62 bits of proof. */
const [idBytes, proofBytes] = [16, 8]

/**
 * Makes and reads the envelope senders of our mails. Reports of what became of a mail go to its envelope sender (RFC 5321,
 * 4.4 and 6.1; RFC 3464, 2): one of its own that nobody can guess tells which mail it was, and that the report is no forgery.
 */
export function bounceAddresses(config: Pick<Config, 'MAIL_IN_ADDRESS' | 'MAIL_FROM'>, secret: string): BounceAddresses {
  const [local = '', domain = ''] = mainAddress(config).split('@')
  const key = createHmac('sha256', secret).update('bounce-address').digest()
  const tokenOf = (id: Buffer) => base32(Buffer.concat([id, createHmac('sha256', key).update(id).digest().subarray(0, proofBytes)]))

  return {
    of(mailId) {
      const named = `${local}+${tokenOf(Buffer.from(mailId.replaceAll('-', ''), 'hex'))}`
      return named.length > localLength ? undefined : `${named}@${domain}`
    },
    mailOf(address) {
      const [, before, token = '', after] = /^([^@]*)\+([a-z2-7]{38})@(.*)$/.exec(address.toLowerCase()) ?? []
      if (before !== local || after !== domain) return undefined
      const id = fromBase32(token).subarray(0, idBytes)
      return timingSafeEqual(Buffer.from(token), Buffer.from(tokenOf(id))) ? uuidOf(id) : undefined
    },
  }
}

const uuidOf = (id: Buffer): string => id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
