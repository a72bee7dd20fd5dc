import { sql } from 'kysely'
import type { FastifyPluginAsync } from 'fastify'
import type { Db } from '../../db/connect.ts'
import { isUnreviewed } from './articles/unreviewed.ts'
import type { HomeView } from './views.ts'

const agent = { config: { access: 'agent' } } as const

/** GET /desk/help: where everything that is written begins. */
export const home: FastifyPluginAsync = async app => {
  app.get('/', agent, async (_request, reply) => reply.page('desk/help/home', { counts: await countAll(app.db) }))
}

async function countAll(db: Db): Promise<HomeView['counts']> {
  const where = (condition: ReturnType<typeof sql>) => sql<number>`(select count(*)::int from kb_articles where ${condition})`
  return db.selectNoFrom([
    where(sql`true`).as('articles'),
    where(sql`status = 'draft'`).as('drafts'),
    where(sql`publish_at is not null`).as('scheduled'),
    where(isUnreviewed).as('unreviewed'),
    sql<number>`(select count(*)::int from kb_categories)`.as('categories'),
    sql<number>`(select count(*)::int from kb_questions)`.as('questions'),
  ]).executeTakeFirstOrThrow()
}
