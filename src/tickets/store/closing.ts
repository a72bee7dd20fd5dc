import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import type { Ticket } from '../../db/schema.ts'
import { eachOf } from '../../jobs/each.ts'
import type { Queue } from '../../jobs/queue.ts'
import { columnsFor } from '../rules.ts'
import { publishTold } from '../../web/live.ts'
import { clock, record } from './record.ts'
import { tellOfTicket } from './tell.ts'

const atOnce = 200
/** How many days before a ticket closes by itself its customer is told. */
const noticeDays = 2

/**
 * Announces and then closes resolved tickets that nobody came back to. However late this runs,
 * the customer has the days between the two.
 */
export async function closeResolved(db: Db, queue: Queue, days: number): Promise<void> {
  await eachOf([announceClosing, closeAnnounced], step => step(db, queue, days, Math.min(noticeDays, days)))
}

async function announceClosing(db: Db, queue: Queue, days: number, notice: number): Promise<void> {
  await eachDue(db, db => resolvedFor(db, days - notice).where('closing_announced_at', 'is', null), async (trx, ticket) => {
    await trx.updateTable('tickets').set({ closing_announced_at: now }).where('id', '=', ticket.id).execute()
    const cause = `closing ${ticket.id} ${ticket.resolved_at?.getTime() ?? 0}`
    await publishTold(trx, await tellOfTicket(trx, queue, ticket, clock, { kind: 'closing-soon', details: { days: notice } }, { cause, status: ticket.status }))
  })
}

async function closeAnnounced(db: Db, queue: Queue, days: number, notice: number): Promise<void> {
  await eachDue(db, db => resolvedFor(db, days).where(isPast('closing_announced_at', notice)), (trx, ticket) =>
    record(trx, queue, ticket, clock, { kind: 'closed', set: columnsFor('closed', now), news: { kind: 'ticket-status', details: { status: 'closed' } } }))
}

const isPast = (column: 'resolved_at' | 'closing_announced_at', days: number) => sql<boolean>`${sql.ref(column)} < now() - make_interval(days => ${days})`

const resolvedFor = (db: Db, days: number) => db.selectFrom('tickets').where('status', '=', 'resolved').where(isPast('resolved_at', days))

/** Acts on each ticket in a transaction of its own, on the row under lock: somebody may have been faster. */
async function eachDue(db: Db, due: (db: Db) => ReturnType<typeof resolvedFor>, act: (trx: Trx, ticket: Ticket) => Promise<void>): Promise<void> {
  const ids = await due(db).select('id').orderBy('resolved_at').limit(atOnce).execute()
  await eachOf(ids, ({ id }) => db.transaction().execute(async trx => {
    const ticket = await due(trx).where('id', '=', id).selectAll().forUpdate().executeTakeFirst()
    if (ticket !== undefined) await act(trx, ticket)
  }))
}
