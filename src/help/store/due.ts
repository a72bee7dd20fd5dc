import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import { announce } from '../changes.ts'

/** Publishes the drafts whose time has come. Returns how many. */
export async function publishDue(db: Db): Promise<number> {
  return db.transaction().execute(async trx => {
    const due = await trx.updateTable('kb_articles')
      .set({
        status: 'published', publish_at: null, updated_at: now, version: sql`version + 1`,
        published_at: sql`coalesce(published_at, ${now})`, changed_at: sql`case when published_at is null then ${now} else changed_at end`,
      })
      .where('status', '=', 'draft').where('publish_at', '<=', now).returning('id').execute()
    if (due.length > 0) await announce(trx)
    return due.length
  })
}
