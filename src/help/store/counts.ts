import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { HelpCount } from '../../db/schema.ts'

const today = sql<string>`(now() at time zone 'UTC')::date`

/** Adds to what was counted today: how often, by kind and subject with a line end between them. */
export async function addCounts(db: Db, counted: Map<string, number>): Promise<void> {
  // In one order everywhere: two processes that write the same rows wait for each other, and never in a circle.
  const rows = [...counted].toSorted(([a], [b]) => a < b ? -1 : 1).map(([thing, count]) => {
    const end = thing.indexOf('\n')
    return { day: today, kind: thing.slice(0, end) as HelpCount, subject: thing.slice(end + 1), count }
  })
  await db.insertInto('help_counts').values(rows)
    .onConflict(conflict => conflict.columns(['day', 'kind', 'subject']).doUpdateSet({ count: sql`help_counts.count + excluded.count` })).execute()
}

const keptDays = 400
/** What was searched for once, and not again for so long, is nobody's common question; and a flood of made-up words goes with it. */
const onceDays = 30

/** Forgets what was counted more than a year ago, and single searches sooner. */
export async function sweepCounts(db: Db): Promise<void> {
  await db.deleteFrom('help_counts').where(it => it.or([
    it('day', '<', sql<string>`current_date - ${keptDays}::int`),
    it.and([it('day', '<', sql<string>`current_date - ${onceDays}::int`), it('count', '=', 1), it('kind', 'in', ['searched', 'found nothing'])]),
  ])).execute()
}
