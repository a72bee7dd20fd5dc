import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import { eachOf } from '../jobs/each.ts'
import type { Queue } from '../jobs/queue.ts'
import { readCommunication, readUi } from '../preferences/index.ts'
import { queueMail } from './outbox.ts'
import type { Told } from './sentences.ts'
import { lastDigest } from './times.ts'

type Period = 'daily' | 'weekly'
type Reader = Awaited<ReturnType<typeof readersOf>>[number]

/** More would not be read; the mail says how many there are besides. */
const newsAtMost = 50

/**
 * Gathers what people want to hear of once a day or week into one mail each, when it is time where they are. Safe to
 * run twice and in several processes: what is gathered is marked in the transaction that queues the mail.
 */
export async function queueDigests(db: Db, queue: Queue, siteZone: string, now = new Date()): Promise<void> {
  await eachOf(['daily', 'weekly'] as const, async period => eachOf(await readersOf(db, period), async reader => {
    const due = lastDigest(now, period, readUi(reader.ui_preferences).timeZone || siteZone)
    if (reader.oldest < due) await db.transaction().execute(trx => queueDigest(trx, queue, reader, period, due))
  }))
}

async function queueDigest(trx: Trx, queue: Queue, reader: Reader, period: Period, due: Date): Promise<void> {
  const news = (await gather(trx, reader.id, period, due)).filter(({ read_at }) => read_at === null).sort((a, b) => b.at.getTime() - a.at.getTime())
  if (news.length === 0 || readCommunication(reader.communication_preferences).channel === 'portal') return
  const told: Told[] = news.slice(0, newsAtMost).map(({ kind, details, reference, at }) => ({ kind, details, reference, at: at.toISOString() }))
  await queueMail(queue, trx, {
    kind: 'digest', profileId: reader.id, address: reader.email,
    details: { name: reader.full_name, period, news: told, more: news.length - told.length },
  })
}

/** Everybody for whom something waits, with the time of the oldest. */
async function readersOf(db: Db, period: Period) {
  return db.selectFrom('notifications').innerJoin('profiles', 'profiles.id', 'profile_id').leftJoin('customer_preferences', 'customer_id', 'profiles.id')
    .where('way', '=', period).where('digested_at', 'is', null)
    .groupBy(['profiles.id', 'ui_preferences', 'communication_preferences'])
    .select(['profiles.id', 'email', 'full_name', 'ui_preferences', 'communication_preferences', it => it.fn.min('notifications.created_at').as('oldest')])
    .execute()
}

/** What waits until then, marked as told. Who comes second finds nothing. */
async function gather(trx: Trx, profileId: string, period: Period, due: Date) {
  return trx.updateTable('notifications').set({ digested_at: sql<Date>`now()` })
    .where('profile_id', '=', profileId).where('way', '=', period).where('digested_at', 'is', null).where('created_at', '<', due)
    .returning(['kind', 'details', 'created_at as at', 'read_at', it => it.selectFrom('tickets').whereRef('tickets.id', '=', 'notifications.ticket_id').select('reference').as('reference')])
    .execute()
}
