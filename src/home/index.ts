import type { FastifyPluginAsync } from 'fastify'
import { listTickets, readSelection, type TicketLine } from '../tickets/index.ts'
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

    const { tickets } = await listTickets(app.db, person, readSelection({}))
    return reply.page('home/customer', { needMe: tickets.filter(needsMe).slice(0, shownAtMost), latest: tickets.filter(ticket => !needsMe(ticket)).slice(0, shownAtMost) })
  })

  app.get('/accessibility', anyone, async (_request, reply) => reply.page('home/accessibility', {}))
}

const needsMe = ({ status, news }: TicketLine): boolean => status === 'waiting' || news > 0
