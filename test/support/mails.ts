import { Readable } from 'node:stream'
import type { World } from './world.ts'

/** A mail that came in and was kept for staff. */
export async function keptMail({ db, services: { storage } }: Pick<World, 'db' | 'services'>): Promise<string> {
  const received = await storage.receive(Readable.from([Buffer.from('From: eve@new.example\r\nSubject: Hello\r\n\r\nHello')]))
  const { id } = await db.insertInto('incoming_mails').values({
    key: 'kept', way: 'smtp', recipient: 'support@localhost', sender: null, relayed: false, storage_key: await storage.keep(received), bytes: received.bytes,
    state: 'kept', reason: 'stranger', from_address: 'eve@new.example', subject: 'Hello', text: 'Hello',
  }).returning('id').executeTakeFirstOrThrow()
  return id
}
