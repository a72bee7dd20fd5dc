import type { FastifyPluginAsync } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { endOtherSessions, endSession } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { isUuid, once, submissionOf } from '../../web/submissions.ts'

const customer = { config: { access: 'customer' } } as const

/** POST …/sessions/<handle>/removal and …/other-sessions/removal. What they had open ends with them. */
export const sessionActions: FastifyPluginAsync = async app => {
  app.post<{ Params: { id: string } }>('/security/sessions/:id/removal', customer, async (request, reply) => {
    const person = signedIn(request)
    const { id } = request.params
    if (!isUuid(id)) throw notFound()
    await once(app.db, person.id, submissionOf(request.form), id, async trx => {
      const browser = await endSession(trx, person.id, id)
      if (browser === undefined) throw notFound()
      await recordActivity(trx, person, 'sign-in:ended', { how: 'session', ended: browser })
      return 'ended'
    })
    return goTo(reply.toast('done', 'sessions.ended'), '/account/security')
  })

  app.post('/security/other-sessions/removal', customer, async (request, reply) => {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => {
      await endOtherSessions(trx, person.id, person.sessionId)
      await recordActivity(trx, person, 'sign-in:ended', { how: 'others' })
    })
    return goTo(reply.toast('done', 'sessions.others-ended'), '/account/security')
  })
}
