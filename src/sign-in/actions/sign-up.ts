import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { FormView } from '../../web/forms.ts'
import { newSubmission } from '../../web/submissions.ts'
import { checkSignUp, type SignUpForm } from '../forms.ts'
import { nextIn } from '../next.ts'
import { hashPassword } from '../passwords.ts'
import { signUpMark } from '../sign-up-mark.ts'
import { keepSignUp } from '../store.ts'
import { weakPassword } from '../weak-password.ts'
import { mayMail } from './mails.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /sign-up. */
export const signUpAction: FastifyPluginAsync = async app => {
  const mark = signUpMark(app.config.https)

  app.post('/sign-up', anyone, async (request, reply) => {
    const form = checkSignUp(request.form)
    if (!form.ok) return show(reply, form)
    const { name, email } = form.values
    const weak = await weakPassword(request, form.values['new-password'], [name, email])
    if (weak !== undefined) return show(reply, { ...form, errors: { 'new-password': weak } })

    // Where the mailbox has had enough, the cookie names nothing, and looks the same.
    mark.set(reply, await keep(request, form.values) ?? newSubmission())
    return reply.page('sign-in/check-mail', { email })
  })

  function show(reply: FastifyReply, { values, errors }: FormView<SignUpForm>): FastifyReply {
    return reply.code(422).page('sign-in/sign-up', { form: { values: { ...values, 'new-password': '' }, errors }, next: nextIn(reply.request) })
  }

  async function keep(request: FastifyRequest, { name, email, 'new-password': password }: SignUpForm): Promise<string | undefined> {
    const mail = await mayMail(request, email)
    const password_hash = await hashPassword(password)
    return mail ? app.db.transaction().execute(async trx => {
      const pendingId = await keepSignUp(trx, { email, full_name: name, password_hash })
      await app.queue.enqueue(trx, 'sign-up', { pendingId, next: nextIn(request) })
      return pendingId
    }) : undefined
  }
}
