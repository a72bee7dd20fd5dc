import { Readable } from 'node:stream'
import type { Insertable } from 'kysely'
import type { Database } from '../../db/schema.ts'
import type { Needs } from '../needs.ts'
import { keyOf, recipientsOf, senderOf, type Arrival } from './envelope.ts'
import { hashBody, readHead } from './head.ts'
import { findRoom } from './room.ts'

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
    const named = { sha256: received.sha256, body: await hashBody(received.path) }
    const rows = recipientsOf(needs, head, arrival).map(recipient => ({ recipient, key: keyOf(head, recipient, named) }))
    if (await areKnown(needs, rows.map(({ key }) => key))) return
    await findRoom(needs, head, rows.map(({ recipient }) => recipient), arrival)
    const storage_key = await needs.storage.keep(received)
    const same = { way: arrival.way, sender: senderOf(head, arrival), relayed: arrival.relayed, reason: arrival.cut === true ? 'too-large' : '', storage_key, bytes: received.bytes }
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
