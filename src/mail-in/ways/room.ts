import { addressIn, bounceAddresses, replyAddresses } from '../../notifications/index.ts'
import { isAuthentic } from '../authentic.ts'
import type { Needs } from '../needs.ts'
import { hasRoom } from '../rules.ts'
import { findNamed, findWriter, sumUnused } from '../store.ts'
import type { Arrival } from './envelope.ts'
import { valuesOf, type Head } from './head.ts'

/** There is none now; there may be later. */
export class NoRoom extends Error {
  constructor() {
    super('there is no room for mails from people we do not know; see what is kept at /desk/mails')
  }
}

/** Throws where there is no room for a mail. What lies in a mailbox takes room there already, and has its limit there. */
export async function findRoom(needs: Needs, head: Head, recipients: string[], { way, relayed }: Arrival): Promise<void> {
  const { connection: { db } } = needs
  if (way === 'imap') return
  const used = await sumUnused(db)
  if (!hasRoom(used, false) && !(hasRoom(used, true) && await isKnown(needs, head, recipients, relayed))) throw new NoRoom()
}

/** By an address that we gave only to them, or by the word of our mail server. */
async function isKnown({ connection: { db }, config, secret }: Needs, head: Head, recipients: string[], relayed: boolean): Promise<boolean> {
  const [replies, bounces] = [replyAddresses(config, secret), bounceAddresses(config, secret)]
  for (const recipient of recipients) {
    const claim = replies.claimOf(recipient)
    if (bounces.mailOf(recipient) !== undefined || (claim && await findNamed(db, replies, claim) !== undefined)) return true
  }
  const [from = ''] = valuesOf(head, 'from')
  const address = addressIn(from)
  return isAuthentic({ trace: head, from: { address, name: '' } }, config.MAIL_TRUSTED_AUTHSERV, relayed) && await findWriter(db, { email: address }) !== undefined
}
