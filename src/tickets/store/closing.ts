import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Queue } from '../../jobs/queue.ts'
import { columnsFor } from '../rules.ts'
import { clock, mailCustomer, record } from './record.ts'

const atOnce = 200
/** How many days before a ticket closes by itself its customer is told. */
const notice = 2

/** Announces and then closes resolved tickets that nobody came back to; each in a transaction of its own. */
export async function closeResolved(db: Db, queue: Queue, days: number): Promise<void> {
  const announceAfter = Math.max(days - notice, 0)
  const due = db.selectFrom('tickets').select('id').where('status', '=', 'resolved').orderBy('resolved_at').limit(atOnce)
  const older = (than: number) => sql<boolean>`resolved_at < now() - make_interval(days => ${than})`

  for (const { id } of await due.where('closing_announced_at', 'is', null).where(older(announceAfter)).execute()) {
    await announce(db, queue, id, days - announceAfter)
  }
  for (const { id } of await due.where('closing_announced_at', 'is not', null).where(older(days)).execute()) {
    await close(db, queue, id)
  }
}

const stillResolved = (db: Db, id: string) => db.selectFrom('tickets').selectAll().where('id', '=', id).where('status', '=', 'resolved').forUpdate()

async function announce(db: Db, queue: Queue, id: string, days: number): Promise<void> {
  await db.transaction().execute(async trx => {
    const ticket = await stillResolved(trx, id).where('closing_announced_at', 'is', null).executeTakeFirst()
    if (ticket === undefined) return
    await trx.updateTable('tickets').set({ closing_announced_at: new Date() }).where('id', '=', id).execute()
    await mailCustomer(trx, queue, ticket, { kind: 'closing-soon', details: { days } })
  })
}

async function close(db: Db, queue: Queue, id: string): Promise<void> {
  await db.transaction().execute(async trx => {
    const ticket = await stillResolved(trx, id).executeTakeFirst()
    if (ticket === undefined) return
    await record(trx, queue, ticket, clock, { kind: 'closed', set: columnsFor('closed', new Date()), mail: { kind: 'ticket-status', details: { status: 'closed' } } })
  })
}
