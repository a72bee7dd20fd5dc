import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { isStaff, type Viewer } from '../db/visible.ts'
import { kindOf, readCategories, topQuestions } from '../help/index.ts'
import { listForHome } from '../tickets/index.ts'
import { goTo } from '../web/htmx.ts'

const anyone = { config: { access: 'anyone' } } as const
const shownAtMost = 5

/** / with what matters to the visitor, and the accessibility statement. */
export const home: FastifyPluginAsync = async app => {
  app.get('/', anyone, async (request, reply) => {
    const { person } = request
    if (person === null) return reply.page('home/visitor', await topHelp(app))
    if (isStaff(person)) return goTo(reply, '/desk')
    return reply.page('home/customer', { ...await listForHome(app.db, person, shownAtMost), ...await topHelp(app, person) })
  })

  app.get('/accessibility', anyone, async (_request, reply) => reply.page('home/accessibility', {}))
}

/** Where to look before asking. */
async function topHelp(app: FastifyInstance, viewer: Viewer | null = null) {
  const { tops } = await readCategories(app, viewer)
  const questions = await app.helpMemory.keep(`top questions ${kindOf(viewer)}`, () => topQuestions(app.db, viewer, shownAtMost))
  return { categories: tops, questions }
}
