import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import { checkRemoval, dropSecondStep, findSecondStep, mayTryCode, spendCode, type Keys, type RemovalForm } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { tooMany } from '../../web/errors.ts'
import { blank, type FieldErrors } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { passwordProblem } from './confirm.ts'

const customer = { config: { access: 'customer' } } as const
const security = '/account/security'

/** /account/security/second-step/removal: switches it off, by password and a code. */
export const secondStepRemoval: FastifyPluginAsync<{ keys: Keys }> = async (app, { keys }) => {
  app.get('/security/second-step/removal', customer, async (request, reply) =>
    await isOff(request) ? goTo(reply, security) : reply.page('account/security-second-step-removal', { form: blank }))

  app.post('/security/second-step/removal', customer, async (request, reply) => {
    if (await isOff(request)) return goTo(reply, security)
    const form = checkRemoval(request.form)
    if (!form.ok) return refuse(reply, form.errors)
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return refuse(reply, { password: wrong })
    const wait = await mayTryCode(request, signedIn(request).id)
    if (wait > 0) throw tooMany(wait)
    if (!await remove(request, form.values.code)) return refuse(reply, { code: t('second-step.wrong') })
    return goTo(reply.toast('done', 'second-step.is-off'), security)
  })

  const isOff = async (request: FastifyRequest) => !(await findSecondStep(app.db, signedIn(request).id)).on

  async function remove(request: FastifyRequest, code: string): Promise<boolean> {
    const person = signedIn(request)
    return app.db.transaction().execute(async trx => {
      if (await spendCode(trx, keys, person.id, code) === undefined) return false
      await dropSecondStep(trx, person.id)
      await recordActivity(trx, person, 'security:second-step-off')
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'second-step-off', details: {} })
      return true
    })
  }

  function refuse(reply: FastifyReply, errors: FieldErrors<RemovalForm>): FastifyReply {
    return reply.code(422).page('account/security-second-step-removal', { form: { values: {}, errors } })
  }
}
