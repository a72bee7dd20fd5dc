import type { FastifyPluginAsync } from 'fastify'
import { countAll } from './store.ts'

const agent = { config: { access: 'agent' } } as const

/** GET /desk/help: where everything that is written begins. */
export const home: FastifyPluginAsync = async app => {
  app.get('/', agent, async (_request, reply) => reply.page('desk/help/home', { counts: await countAll(app.db) }))
}
