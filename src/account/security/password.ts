import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import { checkChange, dropResets, findSecondStep, hashPassword, listPasskeys, listSessions, setPassword, weakPassword, type ChangeForm, type Sessions } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { blank, type FieldErrors } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { passwordProblem } from './confirm.ts'

const customer = { config: { access: 'customer' } } as const

/** GET /account/security, and POST a new password, which ends the other sessions. */
export const password: FastifyPluginAsync<{ sessions: Sessions }> = async (app, { sessions }) => {
  app.get('/security', customer, async (request, reply) => show(app, request, reply))

  app.post('/security', customer, async (request, reply) => {
    const { email, fullName } = signedIn(request)
    const form = checkChange(request.form)
    if (!form.ok) return show(app, request, reply.code(422), form.errors)
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return show(app, request, reply.code(422), { password: wrong })
    const weak = await weakPassword(request, form.values['new-password'], [fullName, email])
    if (weak !== undefined) return show(app, request, reply.code(422), { 'new-password': weak })

    await change(request, await hashPassword(form.values['new-password']))
    return goTo(reply.toast('done', 'account.password-changed'), '/account/security')
  })

  async function change(request: FastifyRequest, hash: string): Promise<void> {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => {
      await setPassword(trx, person.id, hash)
      await dropResets(trx, person.id)
      await sessions.endOthers(trx, person.id, person.sessionId)
      await recordActivity(trx, person, 'security:password', { how: 'changed' })
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'password-changed', details: {} })
    })
  }
}

/** Nothing that was typed here comes back: it is all secret. */
async function show({ db }: FastifyInstance, request: FastifyRequest, reply: FastifyReply, errors: FieldErrors<ChangeForm> = blank.errors): Promise<FastifyReply> {
  const { id, sessionId } = signedIn(request)
  const [sessions, secondStep, passkeys] = [await listSessions(db, id, sessionId), await findSecondStep(db, id), await listPasskeys(db, id)]
  return reply.page('account/security', { form: { values: {}, errors }, sessions, secondStep, passkeys })
}
