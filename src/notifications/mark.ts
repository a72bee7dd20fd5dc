import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { now } from '../db/now.ts'
import { forgetRefusals } from './refusals.ts'

/** A mail that the server took; the person, where their address was refused before. */
export interface Sent { id: string; profileId: string | undefined }

/**
 * Marks mails sent: at once, or together with all others that went out while the last marks were being written.
 * So there are few queries, and hardly a mail that a crash could send twice.
 */
export function markSent(db: Db): (sent: Sent) => Promise<void> {
  let waiting: Sent[] = []
  let last = Promise.resolve()
  let next: Promise<void> | undefined

  async function write(before: Promise<void>): Promise<void> {
    await before.catch(() => 'told to those whom it concerns')
    const batch = waiting
    waiting = []
    next = undefined
    await save(db, batch)
  }

  return sent => {
    waiting.push(sent)
    return next ??= last = write(last)
  }
}

async function save(db: Db, sent: Sent[]): Promise<void> {
  // Links with tokens are nobody's business once they are out.
  await db.updateTable('mails').where('id', '=', sql<string>`any(${sent.map(({ id }) => id)}::uuid[])`)
    .set({ sent_at: now, tries: sql<number>`tries + 1`, details: '{}', last_error: null }).execute()
  await forgetRefusals(db, sent.flatMap(({ profileId }) => profileId ?? []))
}
