import type { Db } from '../../db/connect.ts'
import { isStaff, type Viewer } from '../../db/visible.ts'
import { articlesSeenBy } from './visible.ts'

/** The file, if this person may see one of the articles that have it; staff see every one. `isPublic` where everybody may. */
export async function findFile(db: Db, viewer: Viewer | null, id: string) {
  const having = (reader: Viewer | null) => articlesSeenBy(db, reader)
    .innerJoin('article_files', 'article_files.article_id', 'kb_articles.id').where('file_id', '=', id).select('file_id')
  return db.selectFrom('help_files').select(['id', 'sha256', 'name', 'media_type', 'bytes', 'storage_key'])
    .select(it => it.exists(having(null)).as('isPublic'))
    .where('id', '=', id)
    .$if(viewer === null || !isStaff(viewer), query => query.where(it => it.exists(having(viewer))))
    .executeTakeFirst()
}
