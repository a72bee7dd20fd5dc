import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { isStaff, type Viewer } from '../../db/visible.ts'
import { notFound } from '../../web/errors.ts'
import { voteView } from '../actions/reasons.ts'
import { readingMinutes } from '../rules.ts'
import { findArticle, findMovedArticle, type Article } from '../store/articles.ts'
import { readCategories, type Categories } from '../store/categories.ts'
import { listRelated } from '../store/related.ts'
import type { Crumb } from '../tree.ts'
import { articleData } from './article-data.ts'
import { contentsOf, descriptionOf, scriptOf, staffState } from './article-parts.ts'
import type { ArticleView } from './views.ts'

type Address = { Params: { slug: string }; Querystring: { voted?: unknown } }
const shared = { config: { access: 'anyone', shared: { unless: ['voted'] } } } as const

/** GET /help/articles/<slug>. */
export const articlePage: FastifyPluginAsync = async app => {
  app.get<Address>('/help/articles/:slug', shared, async (request, reply) => {
    const { person, params, query } = request
    const article = await findArticle(app.db, person, params.slug)
    if (article === undefined) return moved(request, reply)
    if (query.voted === undefined && article.status === 'published') reply.countOpened(`article:${article.slug}`)
    const related = await listRelated(app, person, article.id)
    return reply.page('help/article', viewOf(article, person, await readCategories(app, person), related, query.voted))
  })

  async function moved({ person, params }: FastifyRequest<Address>, reply: FastifyReply): Promise<FastifyReply> {
    const slug = await findMovedArticle(app.db, person, params.slug)
    if (slug === undefined) throw notFound('help.not-found')
    return reply.redirect(`/help/articles/${encodeURIComponent(slug)}`, 301)
  }

  function viewOf(article: Article, person: Viewer | null, { byId }: Categories, related: ArticleView['related'], voted: unknown): ArticleView {
    const category = byId.get(article.category_id ?? '')
    const trail: Crumb[] = category === undefined ? [] : [...category.above, { slug: category.slug, name: category.name }]
    const description = descriptionOf(article)
    const changed = article.versions[0]?.at ?? article.published_at ?? article.created_at
    return {
      article, trail, related, description, changed,
      script: scriptOf(article.language),
      minutes: readingMinutes(article.words),
      contents: contentsOf(article.headings),
      staff: person !== null && isStaff(person) ? { state: staffState(article), edit: `/desk/help/articles/${article.id}` } : undefined,
      vote: article.status === 'published' ? voteView('articles', article, voted) : undefined,
      data: articleData(app.config, article, description, trail, changed),
    }
  }
}
