import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { Queue } from '../jobs/queue.ts'

/** Has every mail acted on that has waited so many seconds: its job may have died with its process, which the queue finds out late. */
export async function takeWaiting(db: Db, queue: Queue, seconds = 0): Promise<void> {
  await db.transaction().execute(async trx => {
    const waiting = await trx.selectFrom('incoming_mails').select('id').where('state', '=', 'waiting')
      .where(sql<boolean>`received_at <= now() - make_interval(secs => ${seconds})`).orderBy('received_at').limit(waitingAtMost).execute()
    for (const { id } of waiting) await queue.enqueue(trx, 'take-mail', { mailId: id })
  })
}

const waitingAtMost = 500

const keptDays = { settled: 30, kept: 90, unconfirmed: 7 }

/** Forgets mails that nobody needs any more: what became a ticket is there, what was kept has been looked at or never will be. */
export async function sweepMailIn(db: Db, queue: Queue): Promise<void> {
  await takeWaiting(db, queue, 3_600)
  const older = (days: number) => sql<boolean>`received_at < now() - make_interval(days => ${days})`
  await db.deleteFrom('incoming_mails').where(it => it.or([
    it.and([it('state', 'in', ['taken', 'ignored', 'thrown away']), older(keptDays.settled)]),
    it.and([it('state', '=', 'kept'), older(keptDays.kept)]),
    it.and([it('state', '=', 'unconfirmed'), older(keptDays.unconfirmed)]),
  ])).execute()
}
