import type { FastifyPluginAsync } from 'fastify'
import { checkSignUp } from '../forms.ts'
import { hashPassword } from '../passwords.ts'
import type { Sessions } from '../sessions.ts'
import { confirmSignUp, keepSignUp } from '../store.ts'
import { guessGuard } from '../guesses.ts'
import { mayMail } from './mails.ts'
import { nextIn, welcome } from './welcome.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /sign-up and /verify-email. */
export const signUpActions: FastifyPluginAsync<{ sessions: Sessions }> = async (app, { sessions }) => {
  const guesses = guessGuard(app)

  app.post('/sign-up', anyone, async (request, reply) => {
    const form = checkSignUp(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/sign-up', { form: { ...form, values: { ...form.values, 'new-password': '' } }, next: nextIn(request) })

    const { name, email, 'new-password': password } = form.values
    const mail = await mayMail(request, email)
    const password_hash = await hashPassword(password)
    if (mail) await app.db.transaction().execute(async trx => {
      const pendingId = await keepSignUp(trx, { email, full_name: name, password_hash })
      await app.queue.enqueue(trx, 'sign-up', { pendingId, next: nextIn(request) })
    })
    return reply.page('sign-in/check-mail', { email })
  })

  app.post('/verify-email', anyone, async (request, reply) => {
    const person = await app.db.transaction().execute(async trx => {
      const confirmed = await confirmSignUp(trx, request.form?.get('token') ?? '')
      if (confirmed !== undefined) await sessions.begin(trx, request, reply, confirmed.id)
      return confirmed
    })
    if (person === undefined) return reply.code(422).page('sign-in/verify-email', { token: '', next: '/', works: false })
    await guesses.forget(request, reply, person.email)
    return welcome(request, reply.toast('done', 'sign-in.welcome'), person.id)
  })
}
