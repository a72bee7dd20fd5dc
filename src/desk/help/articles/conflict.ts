import type { FastifyInstance, FastifyRequest } from 'fastify'
import { overNow, seenVersion } from '../seen.ts'
import { changesBetween } from '../versions/changes.ts'
import type { Conflict } from '../views.ts'
import { tidy } from './check.ts'
import { checkArticle, type ArticleForm } from './forms.ts'
import { asItIs, type Received } from './show.ts'
import { textAt, type Article } from './store.ts'

/** The form of an editor who was too late: what they typed over the article as it is now, and what somebody else changed. */
export async function tooLate(app: FastifyInstance, request: FastifyRequest, article: Article): Promise<Received> {
  const base = await textAt(app.db, article.id, seenVersion(request))
  const now = asItIs(article, app.config.TIME_ZONE)
  const was = (name: string) => name === 'content' ? base && tidy(base.content) : request.form?.get(`was-${name}`)
  const values = overNow<ArticleForm>(checkArticle(request.form).values, was, now)
  return { form: { values, errors: {} }, version: article.version, conflict: conflictOf(base, article) }
}

function conflictOf(base: Pick<Article, 'title' | 'summary' | 'content'> | undefined, article: Article): Conflict {
  return { editor: article.editor, at: article.updated_at, changes: changesBetween(base, article) }
}
