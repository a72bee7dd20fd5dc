import type { FastifyPluginAsync } from 'fastify'
import { actions } from './actions.ts'
import { pages } from './pages.ts'

/** /desk/help/articles/<id>/versions: what an article said before, and saying it again. */
export const versions: FastifyPluginAsync = async app => {
  await app.register(pages)
  await app.register(actions)
}
