import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { queueMail } from '../../notifications/index.ts'
import { checkForgotten, checkReset } from '../forms.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import { hashPassword } from '../passwords.ts'
import type { Sessions } from '../sessions.ts'
import { resetPassword, resetWaits } from '../store.ts'
import { mayMail } from './mails.ts'
import { welcome } from './welcome.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /forgotten-password and /reset-password. */
export const passwordActions: FastifyPluginAsync<{ sessions: Sessions }> = async (app, { sessions }) => {
  const guesses = guessGuard(app)

  app.post('/forgotten-password', anyone, async (request, reply) => {
    const form = checkForgotten(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/forgotten-password', { form })

    const { email } = form.values
    if (await mayMail(request, email)) await app.db.transaction().execute(trx => app.queue.enqueue(trx, 'forgotten-password', { email }))
    return reply.page('sign-in/check-mail', { email })
  })

  app.post('/reset-password', anyone, async (request, reply) => {
    const token = request.form?.get('token') ?? ''
    if (!await resetWaits(app.db, token)) return showDead(reply)
    const form = checkReset(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/reset-password', { form: { ...form, values: {} }, token, works: true })

    const person = await reset(request, reply, token, await hashPassword(form.values['new-password']))
    if (person === undefined) return showDead(reply)
    await guesses.forget(request, reply, await accountKey(app.db, person.email))
    return welcome(request, reply.toast('done', 'sign-in.password-changed'), person.id)
  })

  async function reset(request: FastifyRequest, reply: FastifyReply, token: string, hash: string) {
    return app.db.transaction().execute(async trx => {
      const person = await resetPassword(trx, token, hash)
      if (person === undefined) return undefined
      await queueMail(app.queue, trx, { kind: 'password-changed', profileId: person.id, address: person.email, details: { name: person.fullName } })
      await sessions.begin(trx, request, reply, person.id)
      return person
    })
  }

  function showDead(reply: FastifyReply): FastifyReply {
    return reply.code(422).page('sign-in/reset-password', { form: { values: {}, errors: {} }, token: '', works: false })
  }
}
