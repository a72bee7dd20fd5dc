import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { tooMany } from '../../web/errors.ts'
import { blank, type FormView } from '../../web/forms.ts'
import { t } from '../../web/i18n.ts'
import { countTry } from '../../web/throttle.ts'
import type { Entrance } from '../entrance.ts'
import { checkConfirm, type ConfirmForm } from '../forms.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import { nextIn } from '../next.ts'
import { passwordFits } from '../passwords.ts'
import { signUpMark } from '../sign-up-mark.ts'
import { confirmSignUp, findSignUpByToken, type Pending } from '../store.ts'

const anyone = { config: { access: 'anyone' } } as const
const perSignUp = { tries: 10, seconds: 900 }

/**
 * POST /verify-email. The link shows who owns the address, not who signed up with it: that is the browser
 * in which it was done, or who knows the password. Else an owner could confirm what a stranger made.
 */
export const verifyEmailAction: FastifyPluginAsync<{ entrance: Entrance }> = async (app, { entrance }) => {
  const guesses = guessGuard(app)
  const mark = signUpMark(app.config.https)

  app.post('/verify-email', anyone, async (request, reply) => {
    const token = request.form?.get('token') ?? ''
    const signUp = await findSignUpByToken(app.db, token)
    if (signUp === undefined) return showDead(reply)
    const errors = mark.names(request, signUp.id) ? undefined : await passwordErrors(request, signUp)
    if (errors !== undefined) return reply.code(422).page('sign-in/verify-email', { form: { values: {}, errors }, token, next: nextIn(request), works: true, asks: true })

    const person = await confirm(request, reply, token)
    if (person === undefined) return showDead(reply)
    mark.clear(reply)
    await guesses.forget(request, reply, await accountKey(app.db, person.email))
    return entrance.lead(request, reply.toast('done', 'sign-in.welcome'), person.id, person.isIn)
  })

  async function passwordErrors({ form }: FastifyRequest, { id, password_hash }: Pending): Promise<FormView<ConfirmForm>['errors'] | undefined> {
    const checked = checkConfirm(form)
    if (!checked.ok) return checked.errors
    const wait = await countTry(app.db, `confirm:${id}`, perSignUp)
    if (wait > 0) throw tooMany(wait)
    return await passwordFits(password_hash, checked.values.password) ? undefined : { password: t('verify.password-wrong') }
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply, token: string) {
    return app.db.transaction().execute(async trx => {
      const confirmed = await confirmSignUp(trx, token)
      return confirmed && { ...confirmed, isIn: await entrance.admit(trx, request, reply, confirmed.id, 'joining') }
    })
  }

  function showDead(reply: FastifyReply): FastifyReply {
    return reply.code(422).page('sign-in/verify-email', { form: blank, token: '', next: '/', works: false, asks: false })
  }
}
