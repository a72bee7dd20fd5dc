import { normalizeIP } from '@fastify/rate-limit'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'

/** So many tries in so many seconds. */
export interface Limit { tries: number; seconds: number }

/**
 * Counts one more try under the key and says for how many seconds to wait, 0 where it may go ahead.
 * Counted in the database and before the check, so neither many processes nor many requests at once get round it.
 */
export async function countTry(db: Db, key: string, { tries, seconds }: Limit): Promise<number> {
  const over = sql<boolean>`attempts.started_at < now() - make_interval(secs => ${seconds})`
  const { count, left } = await db.insertInto('attempts').values({ key })
    .onConflict(conflict => conflict.column('key').doUpdateSet({
      count: sql`case when ${over} then 1 else attempts.count + 1 end`,
      started_at: sql`case when ${over} then now() else attempts.started_at end`,
    }))
    .returning(['count', sql<number>`ceil(extract(epoch from started_at - now()) + ${seconds})::int`.as('left')])
    .executeTakeFirstOrThrow()
  return count > tries ? Math.max(left, 1) : 0
}

/** Takes one try back that turned out to be none. */
export async function uncountTry(db: Db, key: string): Promise<void> {
  await db.updateTable('attempts').where('key', '=', key).set({ count: sql`greatest(count - 1, 0)` }).execute()
}

export async function forgetTries(db: Db, key: string): Promise<void> {
  await db.deleteFrom('attempts').where('key', '=', key).execute()
}

/** Who tries, as far as the network tells: of an IPv6 address the half that one customer gets. */
export const networkOf = (ip: string): string => normalizeIP(ip, 64)
