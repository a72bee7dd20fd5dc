import { sql } from 'kysely'
import fp from 'fastify-plugin'
import type { Db } from '../db/connect.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts that somebody came for this question. Cheap: written down every few seconds, all at once. */
    countUse(questionId: string): void
  }
}

const pause = 5_000

export const uses = fp(async app => {
  let waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const counted = waiting
    waiting = new Map()
    if (counted.size > 0) await add(app.db, counted).catch((error: unknown) => app.log.warn({ err: error }, 'uses were lost'))
  }

  app.decorate('countUse', id => {
    waiting.set(id, (waiting.get(id) ?? 0) + 1)
    timer ??= setTimeout(() => void flush(), pause).unref()
  })
  app.addHook('onClose', flush)
}, { name: 'question-uses' })

async function add(db: Db, counted: Map<string, number>): Promise<void> {
  await sql`update kb_questions set uses = kb_questions.uses + counted.times
    from unnest(${[...counted.keys()]}::uuid[], ${[...counted.values()]}::int[]) as counted (id, times) where kb_questions.id = counted.id`.execute(db)
}
