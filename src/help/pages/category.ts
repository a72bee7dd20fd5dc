import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../../web/errors.ts'
import { listArticles } from '../store/articles.ts'
import { findMovedCategory, readCategories } from '../store/categories.ts'
import type { Pages } from './views.ts'

type Address = { Params: { slug: string }; Querystring: { page?: unknown } }
const shared = { config: { access: 'anyone', shared: { by: ['page'] } } } as const
const pageSize = 50

/** GET /help/<category>. */
export const categoryPage: FastifyPluginAsync = async app => {
  app.get<Address>('/help/:slug', shared, async (request, reply) => {
    const { bySlug } = await readCategories(app, request.person)
    const category = bySlug.get(request.params.slug)
    if (category === undefined) return moved(request, reply)
    const own = category.count - category.subs.reduce((sum, { count }) => sum + count, 0)
    const pages = pagesOf(`/help/${encodeURIComponent(category.slug)}`, request.query.page, Math.max(Math.ceil(own / pageSize), 1))
    const articles = await listArticles(app.db, request.person, category.id, pages.page, pageSize)
    return reply.page('help/category', { category, articles, pages })
  })

  async function moved({ person, params }: FastifyRequest<Address>, reply: FastifyReply): Promise<FastifyReply> {
    const slug = await findMovedCategory(app.db, params.slug)
    const { bySlug } = await readCategories(app, person)
    if (slug === undefined || !bySlug.has(slug)) throw notFound('help.not-found')
    return reply.redirect(`/help/${encodeURIComponent(slug)}`, 301)
  }
}

/** Where the list is, and how it goes on; a page that is not there is not found. */
function pagesOf(path: string, asked: unknown, last: number): Pages {
  const page = asked === undefined ? 1 : typeof asked === 'string' && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 0
  if (page < 1 || page > last) throw notFound('help.not-found')
  const address = (at: number) => at === 1 ? path : `${path}?page=${at}`
  return {
    page, last,
    first: page > 2 ? address(1) : undefined,
    previous: page > 1 ? address(page - 1) : undefined,
    next: page < last ? address(page + 1) : undefined,
  }
}
