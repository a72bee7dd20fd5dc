import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { originOf, recordActivity } from '../../activity/index.ts'
import { notify } from '../../notifications/index.ts'
import type { FieldErrors } from '../../web/forms.ts'
import type { Entrance } from '../entrance.ts'
import { checkForgotten, checkReset, type ResetForm } from '../forms.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import { hashPassword } from '../passwords.ts'
import { findReset, resetPassword } from '../store.ts'
import { weakPassword } from '../weak-password.ts'
import { mayMail } from './mails.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /forgotten-password and /reset-password. */
export const passwordActions: FastifyPluginAsync<{ entrance: Entrance }> = async (app, { entrance }) => {
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
    const owner = await findReset(app.db, token)
    if (owner === undefined) return showDead(reply)
    const form = checkReset(request.form)
    if (!form.ok) return show(reply, token, form.errors)
    const weak = await weakPassword(request, form.values['new-password'], [owner.email, owner.fullName])
    if (weak !== undefined) return show(reply, token, { 'new-password': weak })

    const person = await reset(request, reply, token, await hashPassword(form.values['new-password']))
    if (person === undefined) return showDead(reply)
    await guesses.forget(request, reply, await accountKey(app.db, person.email))
    return entrance.lead(request, reply.toast('done', 'sign-in.password-changed'), person.id, person.isIn)
  })

  async function reset(request: FastifyRequest, reply: FastifyReply, token: string, hash: string) {
    return app.db.transaction().execute(async trx => {
      const person = await resetPassword(trx, token, hash)
      if (person === undefined) return undefined
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'password-changed', details: {} })
      await recordActivity(trx, person, 'security:password', { how: 'reset' }, await originOf(request))
      // The second step stands: a mailbox alone opens no account that has one.
      return { ...person, isIn: await entrance.admit(trx, request, reply, person.id, 'reset') }
    })
  }

  function show(reply: FastifyReply, token: string, errors: FieldErrors<ResetForm>): FastifyReply {
    return reply.code(422).page('sign-in/reset-password', { form: { values: {}, errors }, token, works: true })
  }

  function showDead(reply: FastifyReply): FastifyReply {
    return reply.code(422).page('sign-in/reset-password', { form: { values: {}, errors: {} }, token: '', works: false })
  }
}
