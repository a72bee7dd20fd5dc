import type { FastifyPluginAsync } from 'fastify'
import { actions } from './actions.ts'
import { order } from './order.ts'
import { pages } from './pages.ts'

export { choicesOf, pathsOf, treeOf } from './tree.ts'
export { allCategories, findCategory } from './store.ts'

/** /desk/help/categories: what articles hang on and tickets are about. */
export const categories: FastifyPluginAsync = async app => {
  await app.register(pages)
  await app.register(actions)
  await app.register(order)
}
