import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { notFound } from '../../../web/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { isUuid } from '../../../web/submissions.ts'
import { showCategory, showTree } from './show.ts'
import { findCategory, type Category } from './store.ts'

type Id = { Params: { id: string } }
const agent = { config: { access: 'agent' } } as const

export const pages: FastifyPluginAsync = async app => {
  app.get('/categories', agent, async (_request, reply) => showTree(app, reply))

  app.get<{ Querystring: { parent?: string } }>('/categories/new', agent, async ({ query: { parent } }, reply) =>
    showCategory(app, reply, undefined, undefined, typeof parent === 'string' ? parent : 'none'))

  app.get<Id>('/categories/:id', agent, async ({ params }, reply) => showCategory(app, reply, await categoryOr404(app, params.id)))

  // Addresses that are only posted to lead back.
  app.get('/categories/order', agent, async (_request, reply) => goTo(reply, '/desk/help/categories'))
  for (const noun of ['changes', 'removal']) {
    app.get<Id>(`/categories/:id/${noun}`, agent, async ({ params }, reply) => goTo(reply, `/desk/help/categories/${params.id}`))
  }
}

/** The category of that id, or the page that says there is none. */
export async function categoryOr404({ db }: FastifyInstance, id: string): Promise<Category> {
  const category = isUuid(id) ? await findCategory(db, id) : undefined
  if (category === undefined) throw notFound('desk-help.no-such-category')
  return category
}
