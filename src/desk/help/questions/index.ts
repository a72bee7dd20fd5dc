import type { FastifyPluginAsync } from 'fastify'
import { actions } from './actions.ts'
import { order } from './order.ts'
import { pages } from './pages.ts'

/** /desk/help/questions: short questions with short answers. */
export const questions: FastifyPluginAsync = async app => {
  await app.register(pages)
  await app.register(actions)
  await app.register(order)
}
