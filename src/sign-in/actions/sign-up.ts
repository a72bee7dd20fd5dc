import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { newSubmission } from '../../web/submissions.ts'
import { checkSignUp, type SignUpForm } from '../forms.ts'
import { hashPassword } from '../passwords.ts'
import { signUpMark } from '../sign-up-mark.ts'
import { keepSignUp } from '../store.ts'
import { mayMail } from './mails.ts'
import { nextIn } from './welcome.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /sign-up. */
export const signUpAction: FastifyPluginAsync = async app => {
  const mark = signUpMark(app.config.https)

  app.post('/sign-up', anyone, async (request, reply) => {
    const form = checkSignUp(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/sign-up', { form: { ...form, values: { ...form.values, 'new-password': '' } }, next: nextIn(request) })

    // Where the mailbox has had enough, the cookie names nothing, and looks the same.
    mark.set(reply, await keep(request, form.values) ?? newSubmission())
    return reply.page('sign-in/check-mail', { email: form.values.email })
  })

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
