import type { FastifyPluginAsync } from 'fastify'
import { guideActions } from './actions.ts'
import { guidePages } from './pages.ts'
import { guideSending } from './send.ts'
import { suggestions } from './suggestions.ts'

export { sweepGuides } from './store.ts'

/** Guided submission: one question a page, on the way to an answer or a ticket. */
export const guide: FastifyPluginAsync = async app => {
  await app.register(guidePages)
  await app.register(guideActions)
  await app.register(guideSending)
  await app.register(suggestions)
}
