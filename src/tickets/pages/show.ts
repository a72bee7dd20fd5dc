import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { signedIn } from '../../web/access.ts'
import { goTo } from '../../web/htmx.ts'
import { sentenceFor, streamChanges } from '../../web/stream.ts'
import { answerBy } from '../rules.ts'
import { gatherTicket, rememberRead, showTicket } from '../show.ts'

type Reference = { Params: { reference: string } }
const customer = { config: { access: 'customer' } } as const

export const showPages: FastifyPluginAsync = async app => {
  app.get<Reference>('/tickets/:reference', customer, async (_request, reply) => showTicket(app, reply))

  app.get<Reference>('/tickets/:reference/sent', customer, async ({ ticket }, reply) =>
    reply.page('tickets/sent', { ticket, answerBy: answerBy(ticket, app.config.answerHours) }))

  app.get<Reference>('/tickets/:reference/print', customer, async (_request, reply) => {
    const view = await gatherTicket(app, reply)
    rememberRead(app, reply)
    return reply.page('tickets/print', view)
  })

  app.get<Reference>('/tickets/:reference/live', { ...customer, exposeHeadRoute: false, handlerTimeout: 86_400_000 }, async (request, reply) => {
    const { id } = signedIn(request)
    const { ticket } = request
    return streamChanges(request, reply, app.live, change =>
      change.ticketId !== ticket.id || change.kind === 'noted' ? undefined : sentenceFor(change, { id }))
  })

  // Addresses that are only posted to: reloading after a refused form, or a bookmark of one, leads back to the ticket.
  for (const noun of ['replies', 'closure', 'reopening', 'rating', 'follow']) {
    app.get<Reference>(`/tickets/:reference/${noun}`, customer, async ({ params }, reply: FastifyReply) => goTo(reply, `/tickets/${params.reference}`))
  }
}
