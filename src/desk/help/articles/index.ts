import type { FastifyPluginAsync } from 'fastify'
import { actions } from './actions.ts'
import { pages } from './pages.ts'

export { articleOr404 } from './pages.ts'
export { writeOver, type Article } from './store.ts'

/** /desk/help/articles: the list, and writing. */
export const articles: FastifyPluginAsync = async app => {
  await app.register(pages)
  await app.register(actions)
}
