import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import { addressForApp, beginSetup, checkCode, checkConfirm, codesOfForm, confirmSetup, endOtherSessions, findSecondStep, findSetup, mayTryCode, type Keys, type SecondStep } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { tooMany } from '../../web/errors.ts'
import { blank, type FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { submissionOf } from '../../web/submissions.ts'
import { passwordProblem } from './confirm.ts'
import { secondStepRemoval } from './second-step-removal.ts'
import { recoveryCodes } from './recovery-codes.ts'

const customer = { config: { access: 'customer' } } as const
const here = '/account/security/second-step'

/** /account/security/second-step: sets up an authenticator app, by password and a first code. */
export const secondStep: FastifyPluginAsync<{ keys: Keys }> = async (app, { keys }) => {
  await app.register(recoveryCodes, { keys })
  await app.register(secondStepRemoval, { keys })

  app.get('/security/second-step', customer, async (request, reply) => show(request, reply))

  app.get('/security/second-step/qr.svg', customer, async (request, reply) => {
    const person = signedIn(request)
    const secret = await findSetup(app.db, keys, person)
    if (secret === undefined) return goTo(reply, here)
    const { renderSVG } = await import('uqr')
    return reply.type('image/svg+xml').send(renderSVG(await addressForApp(secret, app.config.SITE_NAME, person.email), { border: 4, pixelSize: 6 }))
  })

  app.post('/security/second-step', customer, async (request, reply) => {
    const form = checkConfirm(request.form)
    if (!form.ok) return show(request, reply.code(422), { confirm: { values: {}, errors: form.errors } })
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return show(request, reply.code(422), { confirm: { values: {}, errors: { password: wrong } } })
    await beginSetup(app.db, keys, signedIn(request))
    return goTo(reply, here)
  })

  app.post('/security/second-step/confirmation', customer, async (request, reply) => {
    const form = checkCode(request.form)
    if (!form.ok) return show(request, reply.code(422), { code: { values: {}, errors: form.errors } })
    const { id } = signedIn(request)
    const wait = await mayTryCode(request, id)
    if (wait > 0) throw tooMany(wait)
    const codes = await confirm(request, form.values.code) ?? await codesOfForm(app.db, keys, id, submissionOf(request.form))
    if (codes !== undefined) return reply.page('account/security-recovery-codes', { codes, form: blank })
    return show(request, reply.code(422), { code: { values: {}, errors: { code: t('second-step.wrong') } } })
  })

  /** Sessions that began with a password alone end. */
  async function confirm(request: FastifyRequest, code: string): Promise<string[] | undefined> {
    const person = signedIn(request)
    return app.db.transaction().execute(async trx => {
      const codes = await confirmSetup(trx, keys, person, code, submissionOf(request.form))
      if (codes === undefined) return undefined
      await endOtherSessions(trx, person.id, person.sessionId)
      await recordActivity(trx, person, 'security:second-step-on')
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'second-step-on', details: {} })
      return codes
    })
  }

  async function show(request: FastifyRequest, reply: FastifyReply, { confirm = blank, code = blank }: { confirm?: FormView<{ password: string }>; code?: FormView<{ code: string }> } = {}): Promise<FastifyReply> {
    const person = signedIn(request)
    const secondStep: SecondStep = await findSecondStep(app.db, person.id)
    const secret = secondStep.on ? undefined : await findSetup(app.db, keys, person)
    const setup = secret === undefined ? undefined : { groups: secret.replace(/.{4}(?=.)/g, '$& '), form: code }
    return reply.page('account/security-second-step', { secondStep, setup, form: confirm })
  }
}
