import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import { visibleTo } from '../rules.ts'

/** The articles that lists and search may show this reader: published, and for them. The one place that says so. */
export function articlesSeenBy(db: Db, viewer: Viewer | null) {
  return db.selectFrom('kb_articles').where('kb_articles.status', '=', 'published').where('kb_articles.visibility', 'in', visibleTo(viewer))
}

/** The questions that lists and search may show this reader. */
export function questionsSeenBy(db: Db, viewer: Viewer | null) {
  return db.selectFrom('kb_questions').where('kb_questions.status', '=', 'published').where('kb_questions.visibility', 'in', visibleTo(viewer))
}
