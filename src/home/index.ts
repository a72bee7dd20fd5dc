import type { FastifyPluginAsync } from 'fastify'
import { listForHome } from '../tickets/index.ts'
import { isStaff } from '../db/visible.ts'
import { goTo } from '../web/htmx.ts'

const anyone = { config: { access: 'anyone' } } as const
const shownAtMost = 5

/** / with what matters to the visitor, and the accessibility statement. */
export const home: FastifyPluginAsync = async app => {
  app.get('/', anyone, async (request, reply) => {
    const { person } = request
    if (person === null) return reply.page('home/visitor', {})
    if (isStaff(person)) return goTo(reply, '/desk')
    return reply.page('home/customer', await listForHome(app.db, person, shownAtMost))
  })

  app.get('/accessibility', anyone, async (_request, reply) => reply.page('home/accessibility', {}))
}
