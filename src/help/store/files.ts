import { expressionBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Database } from '../../db/schema.ts'
import { isStaff, type Viewer } from '../../db/visible.ts'
import { filesAddress } from '../../web/markdown/index.ts'
import { articlesSeenBy, questionsSeenBy } from './visible.ts'

/** The file, if this person may see one of the articles or questions that have it; staff see every one. `isPublic` where everybody may. */
export async function findFile(db: Db, viewer: Viewer | null, id: string) {
  return db.selectFrom('help_files').select(['id', 'sha256', 'name', 'media_type', 'bytes', 'storage_key'])
    .select(isSeenBy(db, null, id).as('isPublic'))
    .where('id', '=', id)
    .$if(viewer === null || !isStaff(viewer), query => query.where(isSeenBy(db, viewer, id)))
    .executeTakeFirst()
}

function isSeenBy(db: Db, reader: Viewer | null, id: string) {
  const { exists, or } = expressionBuilder<Database, 'help_files'>()
  return or([
    exists(articlesSeenBy(db, reader).innerJoin('article_files', 'article_files.article_id', 'kb_articles.id').where('file_id', '=', id).select('file_id')),
    exists(questionsSeenBy(db, reader).where('answer', 'like', `%${filesAddress}${id}/%`).select('kb_questions.id')),
  ])
}
