import type { FastifyPluginAsync } from 'fastify'
import { findTicket } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import { notFound } from '../web/errors.ts'
import { actions } from './actions.ts'
import { companies } from './companies/index.ts'
import { help } from './help/index.ts'
import { messages } from './messages.ts'
import { pages } from './pages.ts'

export { addStaff, dropSecondStepOf, invitationDays, mailInvitation, removeStaff, type Added } from './staff.ts'
export { listStaff } from './staff-store.ts'

/** The staff side: the queue, and work on any ticket. */
export const desk: FastifyPluginAsync = async app => {
  app.addHook('preHandler', async request => {
    const { reference } = request.params as { reference?: string }
    if (reference === undefined) return
    const ticket = await findTicket(app.db, signedIn(request), reference)
    if (ticket === undefined) throw notFound('tickets.not-found')
    request.ticket = ticket
  })

  await app.register(pages)
  await app.register(actions)
  await app.register(messages)
  await app.register(companies)
  await app.register(help, { prefix: '/help' })
}
