import type { FastifyInstance, FastifyRequest } from 'fastify'
import { overNow, seenFields, seenVersion } from '../../../web/versions.ts'
import { changesBetween } from '../versions/changes.ts'
import type { Conflict } from '../views.ts'
import { tidy } from './check.ts'
import { checkArticle } from './forms.ts'
import { asItIs, type Received } from './show.ts'
import { textAt, type Article } from './store.ts'

/** The form of an editor who was too late: what they typed over the article as it is now, and what somebody else changed. */
export async function tooLate(app: FastifyInstance, request: FastifyRequest, article: Article): Promise<Received> {
  const base = await textAt(app.db, article.id, seenVersion(request))
  const now = asItIs(article, app.config.TIME_ZONE)
  const was = { ...seenFields(request), content: base && tidy(base.content) }
  const values = overNow(checkArticle(request.form).values, was, now)
  return { form: { values, errors: {} }, version: article.version, conflict: conflictOf(base, article) }
}

function conflictOf(base: Pick<Article, 'title' | 'summary' | 'content'> | undefined, article: Article): Conflict {
  return { editor: article.editor, at: article.updated_at, changes: changesBetween(base, article) }
}
