import type { FastifyPluginAsync } from 'fastify'
import { participantActions } from './actions.ts'
import { invitationPages } from './invitation.ts'
import { participantPages } from './pages.ts'

/** Who takes part in a ticket: the owner asks and removes them, they accept and leave. */
export const participants: FastifyPluginAsync = async app => {
  await app.register(participantPages)
  await app.register(participantActions)
  await app.register(invitationPages)
}
