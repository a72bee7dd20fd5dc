import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { blank, type FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { mayOptions, type InviteForm } from './forms.ts'

type Reference = { Params: { reference: string } }
const customer = { config: { access: 'customer' } } as const

/** GET /tickets/<reference>/participants: whom the owner asked, and how that went. */
export const participantPages: FastifyPluginAsync = async app => {
  app.get<Reference>('/tickets/:reference/participants', customer, async ({ ticket }, reply) =>
    ticket.right === 'owner' ? showParticipants(reply, blank) : goTo(reply, `/tickets/${ticket.reference}`))

  // Addresses that are only posted to lead back.
  for (const noun of ['/:id', '/:id/removal', '/:id/invitation']) {
    app.get<Reference>(`/tickets/:reference/participants${noun}`, customer, async ({ params }, reply) => goTo(reply, `/tickets/${params.reference}/participants`))
  }
  app.get<Reference>('/tickets/:reference/leaving', customer, async ({ params }, reply) => goTo(reply, `/tickets/${params.reference}`))
}

export function showParticipants(reply: FastifyReply, form: FormView<InviteForm>): FastifyReply {
  return reply.page('tickets/participants', { ticket: reply.request.ticket, form, mays: mayOptions() })
}
