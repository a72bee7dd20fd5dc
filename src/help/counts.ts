import { sql } from 'kysely'
import fp from 'fastify-plugin'
import type { Db } from '../db/connect.ts'
import type { HelpCount } from '../db/schema.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts that something happened today, without saying who did it. Cheap: written down every few seconds, all at once. */
    countHelp(kind: HelpCount, subject: string): void
  }
}

const pause = 5_000
/** More different subjects than this in one pause are not people. */
const atMost = 1_000

export const counts = fp(async app => {
  let waiting = new Map<string, { kind: HelpCount; subject: string; count: number }>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const rows = [...waiting.values()]
    waiting = new Map()
    if (rows.length > 0) await add(app.db, rows).catch((error: unknown) => app.log.warn({ err: error }, 'counts were lost'))
  }

  app.decorate('countHelp', (kind, subject) => {
    const key = `${kind}\n${subject}`
    const known = waiting.get(key)
    if (known !== undefined) known.count++
    else if (waiting.size < atMost) waiting.set(key, { kind, subject: [...subject].slice(0, 200).join(''), count: 1 })
    timer ??= setTimeout(() => void flush(), pause).unref()
  })
  app.addHook('onClose', flush)
}, { name: 'help-counts' })

async function add(db: Db, rows: { kind: HelpCount; subject: string; count: number }[]): Promise<void> {
  // In one order everywhere: two processes that write the same rows wait for each other, and never in a circle.
  const sorted = rows.toSorted((a, b) => `${a.kind}${a.subject}` < `${b.kind}${b.subject}` ? -1 : 1)
  await db.insertInto('help_counts').values(sorted.map(row => ({ ...row, day: new Date().toISOString().slice(0, 10) })))
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
