import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import { checkConfirm, codesOfForm, findSecondStep, renewCodes, type ConfirmForm, type Keys } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { blank, type FieldErrors } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { submissionOf } from '../../web/submissions.ts'
import { passwordProblem } from './confirm.ts'

const customer = { config: { access: 'customer' } } as const

/** /account/security/second-step/recovery-codes: ten new ones for the old, shown once. */
export const recoveryCodes: FastifyPluginAsync<{ keys: Keys }> = async (app, { keys }) => {
  app.get('/security/second-step/recovery-codes', customer, async (request, reply) =>
    await isOff(request) ? goTo(reply, '/account/security') : reply.page('account/security-recovery-codes', { codes: undefined, form: blank }))

  app.post('/security/second-step/recovery-codes', customer, async (request, reply) => {
    if (await isOff(request)) return goTo(reply, '/account/security')
    const form = checkConfirm(request.form)
    if (!form.ok) return refuse(reply, form.errors)
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return refuse(reply, { password: wrong })
    return reply.page('account/security-recovery-codes', { codes: await renew(request), form: blank })
  })

  const isOff = async (request: FastifyRequest) => !(await findSecondStep(app.db, signedIn(request).id)).on

  async function renew(request: FastifyRequest): Promise<string[]> {
    const person = signedIn(request)
    const form = submissionOf(request.form)
    return await codesOfForm(app.db, keys, person.id, form) ?? app.db.transaction().execute(async trx => {
      const codes = await renewCodes(trx, keys, person.id, form)
      await recordActivity(trx, person, 'security:recovery-codes')
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'recovery-codes', details: {} })
      return codes
    })
  }

  function refuse(reply: FastifyReply, errors: FieldErrors<ConfirmForm>): FastifyReply {
    return reply.code(422).page('account/security-recovery-codes', { codes: undefined, form: { values: {}, errors } })
  }
}
