import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { findSecondStep, listPasskeys, listSessions, type ChangeForm } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { blank, type FieldErrors } from '../../web/forms.ts'

/** GET /account/security. */
export const securityPage: FastifyPluginAsync = async app => {
  app.get('/security', { config: { access: 'customer' } }, async (_request, reply) => showSecurity(reply))
}

/** Nothing that was typed here comes back: it is all secret. */
export async function showSecurity(reply: FastifyReply, errors: FieldErrors<ChangeForm> = blank.errors): Promise<FastifyReply> {
  const { request, server: { db } } = reply
  const { id, sessionId } = signedIn(request)
  const [sessions, secondStep, passkeys] = [await listSessions(db, id, sessionId), await findSecondStep(db, id), await listPasskeys(db, id)]
  return reply.page('account/security', { form: { values: {}, errors }, sessions, secondStep, passkeys })
}
