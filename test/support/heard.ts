import { randomUUID } from 'node:crypto'
import { publish } from '../../src/web/live.ts'
import { until } from './until.ts'
import type { World } from './world.ts'

/** Waits until the process has heard of every change up to now: what is told comes in order, and it may come late. */
export async function allHeard({ db, services: { live } }: Pick<World, 'db' | 'services'>): Promise<void> {
  const [ticketId, heard] = [randomUUID(), new Set<string>()]
  const stop = live.subscribe(change => heard.add(change.ticketId))
  await db.transaction().execute(trx => publish(trx, { ticketId, customerId: '', actorId: '', actorName: '', kind: 'told' }))
  await until(() => heard.has(ticketId))
  stop()
}
