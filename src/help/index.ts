import type { FastifyPluginAsync } from 'fastify'
import { pages } from './pages/index.ts'

export { counts } from './counts.ts'
export { isSlug, freeSlug, slugOf } from './slugs.ts'
export { changeArticle, createArticle, renderArticle, type ArticleText, type Edit } from './store/write.ts'

/** Answers without asking: the help centre, its search, questions, votes, and the guide that leads to an answer or a ticket. */
export const help: FastifyPluginAsync = async app => {
  await app.register(pages)
}
