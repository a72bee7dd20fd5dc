import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../../config.ts'
import { base32 } from './base32.ts'

/** A ticket and a person, as an address to answer to names them; and how often that person's were made anew. */
export interface Answering { ticketId: string; reference: number; profileId: string; renewed: number }
/** What an address to answer to says, before it is believed. */
export interface Claim { reference: number; proof: string }

export interface ReplyAddresses {
  /** Where customers write to. */
  main: string
  /** Where this person answers on this ticket; undefined where our address leaves no room for a token. */
  of(answering: Answering): string | undefined
  /** Whether mail to this address is for us. */
  isOurs(address: string): boolean
  /** Every address of ours in a text, in small letters. */
  findIn(text: string): string[]
  /** What an address of ours claims: undefined where it is the main one, null where it says nothing we could have made. */
  claimOf(address: string): Claim | null | undefined
  /** Whether the claim is true of this person and ticket. */
  proves(claim: Claim, answering: Answering): boolean
}

/** 130 bits. */
const proofLength = 26
/** RFC 5321, 4.5.3.1.1. */
export const localLength = 64

/** True where some way in is open; else our mails name no address to answer to but their sender's. */
export const takesMail = ({ MAIL_IN_PORT, MAIL_IN_SECRET, MAIL_IN_IMAP_URL }: Pick<Config, 'MAIL_IN_PORT' | 'MAIL_IN_SECRET' | 'MAIL_IN_IMAP_URL'>): boolean =>
  [MAIL_IN_PORT, MAIL_IN_SECRET, MAIL_IN_IMAP_URL].some(setting => setting !== undefined)

/** Makes and reads the addresses that answers to our mails come to: each is good for one person on one ticket. */
export function replyAddresses(config: Pick<Config, 'MAIL_IN_ADDRESS' | 'MAIL_FROM'>, secret: string): ReplyAddresses {
  const main = mainAddress(config)
  const [local = '', domain = ''] = main.split('@')
  const key = createHmac('sha256', secret).update('reply-address').digest()
  const proofFor = (answering: Answering) => base32(createHmac('sha256', key).update(signedText(answering)).digest()).slice(0, proofLength)
  const ours = new RegExp(`^${escaped(local)}(?:\\+[^@]*)?@${escaped(domain)}$`)
  const anywhere = new RegExp(`(?<![\\w.+-])${escaped(local)}(?:\\+[\\w.=-]{0,64})?@${escaped(domain)}(?![\\w-]|\\.\\w)`, 'gi')

  return {
    main,
    of(answering) {
      const named = `${local}+${answering.reference}-${proofFor(answering)}`
      return named.length > localLength ? undefined : `${named}@${domain}`
    },
    isOurs: address => ours.test(address.toLowerCase()),
    findIn: text => [...new Set([...text.matchAll(anywhere)].map(([found]) => found.toLowerCase()))],
    claimOf(address) {
      const tag = address.toLowerCase().slice(local.length, address.lastIndexOf('@'))
      if (tag === '') return undefined
      const [, reference, proof = ''] = /^\+(\d{1,15})-([a-z2-7]{26})$/.exec(tag) ?? []
      return reference === undefined ? null : { reference: Number(reference), proof }
    },
    proves: ({ proof }, answering) => timingSafeEqual(Buffer.from(proof.padEnd(proofLength)), Buffer.from(proofFor(answering))),
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Those that were never made anew are as they were before they could be. */
const signedText = ({ ticketId, profileId, renewed }: Answering): string => `${ticketId} ${profileId}${renewed === 0 ? '' : ` ${renewed}`}`

/** Where mail to us comes in, without a name. */
export const mainAddress = ({ MAIL_IN_ADDRESS, MAIL_FROM }: Pick<Config, 'MAIL_IN_ADDRESS' | 'MAIL_FROM'>): string => addressIn(MAIL_IN_ADDRESS ?? MAIL_FROM)

/** The bare address in something like `Acme Support <help@acme.example>`, in small letters. */
export function addressIn(text: string): string {
  return (/<([^<>]+@[^<>]+)>/.exec(text)?.[1] ?? text).trim().toLowerCase()
}
