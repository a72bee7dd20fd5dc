import type { FastifyPluginAsync } from 'fastify'
import { suggest } from '../search/index.ts'
import { plainWords } from './show.ts'

const hitsAtMost = 3
const shortest = 3

/** GET /help/suggestions?title=: answers that may make a question needless, while its title is typed. */
export const suggestions: FastifyPluginAsync = async app => {
  app.get<{ Querystring: { title?: string; shown?: string } }>('/help/suggestions', { config: { access: 'anyone' } }, async (request, reply) => {
    const title = String(request.query.title ?? '').trim().slice(0, 200)
    const hits = title.length < shortest ? [] : await suggest(app, request.person, plainWords(title), hitsAtMost)
    const shown = hits.map(({ slug }) => slug).join(' ')
    // The same once more need not be said again.
    if (hits.length > 0 && shown === request.query.shown) return reply.code(204).send()
    return reply.partial('help/_suggestions', { hits, shown })
  })
}
