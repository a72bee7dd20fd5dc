import { bounceAddresses, replyAddresses } from '../../notifications/index.ts'
import { countTry } from '../../web/throttle.ts'
import { isAuthentic } from '../authentic.ts'
import type { Needs } from '../needs.ts'
import type { Read } from '../reading/index.ts'
import { automatic, isOwn, ourTicket, type Reason } from '../rules.ts'
import { findNamed, findWritable, findWriter, isTicket, type Incoming, type Named, type Writer } from '../store.ts'

/** What is to become of a mail. */
export type Decision =
  | { act: 'reply'; writer: Writer; reference: number }
  | { act: 'open'; writer: Writer }
  | { act: 'confirm' }
  | { act: 'ignore'; reason: Reason }
  /** `answer`: whether its sender is told, and whether they are asked to confirm that they wrote it. */
  | { act: 'keep'; reason: Reason; answer?: 'words' | 'confirm' }

/** More than anybody writes; a machine that does not say so might. */
const limits = {
  reply: { tries: 60, seconds: 3_600 },
  open: { tries: 10, seconds: 3_600 },
  stranger: { tries: 10, seconds: 3_600 },
}

/** Decides by who wrote it, how we know, and what it answers; its subject decides nothing. */
export async function decide(needs: Needs, mail: Incoming, read: Read): Promise<Decision> {
  const { config, connection: { db }, secret } = needs
  const vouched = mail.writer_id === null ? undefined : await findWriter(db, { id: mail.writer_id })
  const addresses = replyAddresses(config, secret)
  const own = isOwn(read, new URL(config.baseUrl).hostname) || addresses.isOurs(read.from?.address ?? '')
  const machine = own ? 'own' : automatic(read, mail.sender)
  if (machine !== undefined && vouched === undefined) return { act: 'ignore', reason: machine }
  if (mail.reason === 'too-large') return keep('too-large', 'words')

  // An address of a mail says nothing of who writes to it; some programs answer there.
  const claim = bounceAddresses(config, secret).mailOf(mail.recipient) === undefined ? addresses.claimOf(mail.recipient) : undefined
  const named = claim ? await findNamed(db, addresses, claim) : undefined
  if (claim !== undefined && named === undefined && vouched === undefined) return keep('token', 'words')
  const decision = named !== undefined && (vouched === undefined || vouched.person.id === named.writer.person.id)
    ? byAddress(needs, mail, read, named, vouched)
    : await bySender(needs, mail, read, vouched)
  return holdsSomething(read, decision) ? within(needs, read, decision, vouched) : keep('empty', 'words')
}

/** An address of ours proves a customer. Staff speak for the company: they are asked for the word of our mail server as well. */
function byAddress({ config }: Needs, mail: Incoming, read: Read, named: Named, vouched: Writer | undefined): Decision {
  const { role, email } = named.writer.person
  const isCertain = role === 'customer' || vouched !== undefined
    || (isAuthentic(read, config.MAIL_TRUSTED_AUTHSERV, mail.relayed) && read.from?.address.toLowerCase() === email.toLowerCase())
  return isCertain ? { act: 'reply', ...named } : keep('unproven', 'confirm')
}

/** No address of ours says who wrote it: the sender counts as far as our mail server, the sender's mailbox or staff vouch for them. */
async function bySender({ config, connection: { db } }: Needs, mail: Incoming, read: Read, vouched: Writer | undefined): Promise<Decision> {
  if (read.from === undefined && vouched === undefined) return keep('no-sender')
  const writer = vouched ?? await findWriter(db, { email: read.from?.address ?? '' })
  if (writer === undefined) return config.MAIL_FROM_STRANGERS === 'confirm' ? { act: 'confirm' } : keep('stranger', 'words')
  if (vouched === undefined && !isAuthentic(read, config.MAIL_TRUSTED_AUTHSERV, mail.relayed)) return keep('unproven', 'confirm')

  for (const id of read.references.map(named => ourTicket(named, new URL(config.baseUrl).hostname))) {
    if (id === undefined || !await isTicket(db, id)) continue
    const reference = await findWritable(db, writer.person, id)
    // Vouching for staff is not enough to speak for the company.
    if (reference !== undefined && (vouched === undefined || writer.person.role === 'customer')) return { act: 'reply', writer, reference }
    if (vouched === undefined) return keep('not-theirs', 'words')
  }
  return { act: 'open', writer }
}

/** What the person chose, and how much anybody may send. */
async function within({ connection: { db } }: Needs, { from }: Read, decision: Decision, vouched: Writer | undefined): Promise<Decision> {
  if (decision.act === 'reply' && vouched === undefined && !decision.writer.preferences.communication.replyByMail) return keep('mail-off', 'words')
  const key = 'writer' in decision ? `mail-${decision.act}:${decision.writer.person.id}` : `mail-stranger:${from?.address.toLowerCase() ?? ''}`
  const limit = decision.act === 'confirm' ? limits.stranger : decision.act === 'open' ? limits.open : limits.reply
  if (decision.act === 'keep' || decision.act === 'ignore' || vouched !== undefined) return decision
  return await countTry(db, key, limit) > 0 ? keep('too-often') : decision
}

const holdsSomething = ({ text, files }: Read, { act }: Decision): boolean => act === 'keep' || act === 'ignore' || text.trim() !== '' || files.length > 0

function keep(reason: Reason, answer?: 'words' | 'confirm'): Decision {
  return { act: 'keep', reason, ...(answer !== undefined && { answer }) }
}
