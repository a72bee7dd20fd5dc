import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Insertable } from 'kysely'
import type { Database, MailWay } from '../../db/schema.ts'
import { replyAddresses, type ReplyAddresses } from '../../notifications/index.ts'
import type { Needs } from '../needs.ts'
import { readHead, valuesOf, type Head } from './head.ts'

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

/** It is larger than we take. */
export class TooLarge extends Error {}

export const mailBytes = ({ config }: Pick<Needs, 'config'>): number => config.MAIL_IN_MEGABYTES * 1_000_000

/** Once this resolves, the mail is safe, and will be acted on once: its bytes are in the storage, and its row and job in the database. */
export async function keepMail(needs: Needs, stream: Readable, arrival: Arrival, mayStay: () => void = () => {}): Promise<void> {
  const received = await needs.storage.receive(Readable.from(limited(stream, mailBytes(needs))))
  try {
    mayStay()
    if (received.bytes > mailBytes(needs)) throw new TooLarge('The mail is too large.')
    const head = await readHead(received.path)
    const rows = recipientsOf(replyAddresses(needs.config, needs.secret), head, arrival)
      .map(recipient => ({ recipient, key: keyOf(head, recipient, received.sha256) }))
    if (await areKnown(needs, rows.map(({ key }) => key))) return
    const storage_key = await needs.storage.keep(received)
    const sender = arrival.sender ?? returnPath(head) ?? null
    const same = { way: arrival.way, sender, relayed: arrival.relayed, reason: arrival.cut === true ? 'too-large' : '', storage_key, bytes: received.bytes }
    await write(needs, rows.map(row => ({ ...row, ...same })))
  } finally {
    await needs.storage.discard(received)
  }
}

type Row = Insertable<Database['incoming_mails']>

async function write({ connection: { db }, queue, storage }: Needs, rows: Row[]): Promise<void> {
  const written = await db.transaction().execute(async trx => {
    const added = await trx.insertInto('incoming_mails').values(rows).onConflict(conflict => conflict.column('key').doNothing()).returning('id').execute()
    for (const { id } of added) await queue.enqueue(trx, 'take-mail', { mailId: id })
    return added.length
  })
  if (written === 0) await storage.remove(rows[0]?.storage_key ?? '')
}

async function areKnown({ connection: { db } }: Needs, keys: string[]): Promise<boolean> {
  const known = await db.selectFrom('incoming_mails').select('key').where('key', 'in', keys).execute()
  return known.length === keys.length
}

/** To whom of ours: each address that names a ticket, else ourselves. */
function recipientsOf(addresses: ReplyAddresses, head: Head, { recipients }: Arrival): string[] {
  const named = recipients ?? addresses.findIn(valuesOf(head, 'delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc').join(', '))
  const ours = [...new Set(named.map(address => address.toLowerCase()))].slice(0, recipientsAtMost)
  const ofTickets = ours.filter(address => addresses.claimOf(address) !== undefined)
  return ofTickets.length > 0 ? ofTickets : [addresses.main]
}

const recipientsAtMost = 10

/** Some programs give every mail the same Message-ID: the date tells them apart. A mail without one is known by its bytes. */
function keyOf(head: Head, recipient: string, sha256: string): string {
  const [messageId] = valuesOf(head, 'message-id')
  const name = messageId === undefined ? sha256 : `${messageId}\n${valuesOf(head, 'date').join()}`
  return createHash('sha256').update(`${name}\n${recipient}`).digest('hex')
}

function returnPath(head: Head): string | undefined {
  const [path] = valuesOf(head, 'return-path')
  return path?.replace(/[<>\s]/g, '')
}

/** So many times too large a mail may be before its line is cut. */
const patience = 3

/** One byte more than the limit tells that there was more; the rest passes by. */
async function* limited(stream: Readable, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes + 1
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (left > 0) yield chunk.subarray(0, left)
    left -= chunk.length
    if (left < -patience * bytes) throw new TooLarge('The mail does not end.')
  }
}
