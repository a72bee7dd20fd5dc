import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import { checkChange, dropResets, endOtherSessions, hashPassword, setPassword, weakPassword } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { goTo } from '../../web/htmx.ts'
import { passwordProblem } from './confirm.ts'
import { showSecurity } from './page.ts'

/** POST /account/security: a new password, which ends the other sessions. */
export const password: FastifyPluginAsync = async app => {
  app.post('/security', { config: { access: 'customer' } }, async (request, reply) => {
    const { email, fullName } = signedIn(request)
    const form = checkChange(request.form)
    if (!form.ok) return showSecurity(reply.code(422), form.errors)
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return showSecurity(reply.code(422), { password: wrong })
    const weak = await weakPassword(request, form.values['new-password'], [fullName, email])
    if (weak !== undefined) return showSecurity(reply.code(422), { 'new-password': weak })

    await change(request, await hashPassword(form.values['new-password']))
    return goTo(reply.toast('done', 'account.password-changed'), '/account/security')
  })

  async function change(request: FastifyRequest, hash: string): Promise<void> {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => {
      await setPassword(trx, person.id, hash)
      await dropResets(trx, person.id)
      await endOtherSessions(trx, person.id, person.sessionId)
      await recordActivity(trx, person, 'security:password', { how: 'changed' })
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'password-changed', details: {} })
    })
  }
}
