import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { originOf } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import { tooMany } from '../../web/errors.ts'
import { blank, type FormView } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import type { Entrance } from '../entrance.ts'
import { checkCode, type CodeForm } from '../forms.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import { noteFailure } from '../jobs.ts'
import type { Keys } from '../keys.ts'
import { nextIn } from '../next.ts'
import { forgetCodeTries, mayTryCode } from '../second-step/limits.ts'
import { pendingSignIns } from '../second-step/pending.ts'
import { spendCode } from '../second-step/store.ts'
import { findEmail } from '../store.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /sign-in/second-step: the code that follows the password. */
export const secondStepAction: FastifyPluginAsync<{ entrance: Entrance; keys: Keys }> = async (app, { entrance, keys }) => {
  const pending = pendingSignIns(app.config.https)
  const guesses = guessGuard(app)

  app.post('/sign-in/second-step', anyone, async (request, reply) => {
    const personId = await pending.find(app.db, request)
    if (personId === undefined) return show(reply, blank, false)
    const form = checkCode(request.form)
    if (!form.ok) return show(reply, { values: {}, errors: form.errors }, true)
    const wait = await mayTryCode(request, personId)
    if (wait > 0) return slowDown(personId, wait)

    const outcome = await finish(request, reply, personId, form.values.code)
    if (outcome === 'wrong') {
      await noteFailure(app.db, personId, 'code', await originOf(request))
      return show(reply, { values: {}, errors: { code: t('second-step.wrong') } }, true)
    }
    if (outcome === 'over') return show(reply, blank, false)
    await forgetCodeTries(request, personId)
    await guesses.forget(request, reply, await accountKey(app.db, await findEmail(app.db, personId)))
    return entrance.lead(request, reply, personId, true)
  })

  /** Whoever guesses codes has the password: its owner is told, once a day. */
  async function slowDown(personId: string, wait: number): Promise<never> {
    const cause = `codes guessed ${new Date().toISOString().slice(0, 10)}`
    await app.db.transaction().execute(trx => notify(app.queue, trx, { profileId: personId, event: 'security', kind: 'codes-guessed', details: {}, cause }))
    throw tooMany(wait)
  }

  /** The code is used up first, then what waits: of two requests at once, one gets in. */
  async function finish(request: FastifyRequest, reply: FastifyReply, personId: string, code: string): Promise<'in' | 'wrong' | 'over'> {
    return app.db.transaction().execute(async trx => {
      const how = await spendCode(trx, keys, personId, code)
      if (how === undefined) return 'wrong'
      if (!await pending.end(trx, request, reply)) return 'over'
      await entrance.letIn(trx, request, reply, personId, how)
      return 'in'
    })
  }

  function show(reply: FastifyReply, form: FormView<CodeForm>, waits: boolean): FastifyReply {
    return reply.code(422).page('sign-in/second-step', { form, next: nextIn(reply.request), waits })
  }
}
