import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { isStaff } from '../../db/visible.ts'
import { signedIn, type Person } from '../../web/access.ts'
import { goTo } from '../../web/htmx.ts'
import { accept, findInvitation, type Invitation } from './store.ts'
import type { InvitationView } from './views.ts'

type Token = { Querystring: { token?: unknown } }

/**
 * /invitation?token=…: what a mail asks somebody to. Who has the link learns who asks and the ticket's number; its title,
 * and a button that takes part, are for who is signed in with the very address that was asked.
 */
export const invitationPages: FastifyPluginAsync = async app => {
  app.get<Token>('/invitation', { config: { access: 'anyone' } }, async (request, reply) => {
    const token = tokenIn(request.query)
    const invitation = await findInvitation(app.db, token)
    if (invitation !== undefined && invitation.profile_id === request.person?.id) return goTo(reply, `/tickets/${invitation.reference}`)
    return show(reply, token, invitation)
  })

  app.post<Token>('/invitation', { config: { access: 'customer' } }, async (request, reply) => {
    const person = signedIn(request)
    const token = tokenIn(request.query)
    const reference = isStaff(person) ? undefined : await app.db.transaction().execute(trx => accept(trx, app.queue, person, token))
    if (reference === undefined) return show(reply.code(422), token, await findInvitation(app.db, token))
    return goTo(reply.toast('done', 'invitation.accepted'), `/tickets/${reference}`)
  })

  function show(reply: FastifyReply, token: string, invitation: Invitation | undefined): FastifyReply {
    const state = stateOf(invitation, reply.request.person)
    return reply.page('tickets/invitation', { invitation, state, address: `/invitation?token=${encodeURIComponent(token)}` })
  }
}

const tokenIn = ({ token = '' }: Token['Querystring']): string => String(token).slice(0, 100)

function stateOf(invitation: Invitation | undefined, person: Person | null): InvitationView['state'] {
  if (invitation === undefined || invitation.profile_id !== null) return 'dead'
  if (person === null) return 'visitor'
  if (isStaff(person)) return 'staff'
  if (person.id === invitation.customer_id) return 'dead'
  return person.email.toLowerCase() === invitation.email.toLowerCase() ? 'mine' : 'other'
}
