import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../../activity/index.ts'
import type { Trx } from '../../../db/connect.ts'
import { notify } from '../../../notifications/index.ts'
import { mayMail } from '../../../sign-in/index.ts'
import { signedIn } from '../../../web/access.ts'
import { blank, type FormView } from '../../../web/forms.ts'
import { goTo } from '../../../web/htmx.ts'
import { t } from '../../../web/i18n.ts'
import { once, submissionOf } from '../../../web/submissions.ts'
import { passwordProblem } from '../../security/confirm.ts'
import { checkEmailForm, type EmailForm } from '../forms.ts'
import { dropChange, findChange, keepChange } from './store.ts'

const customer = { config: { access: 'customer' } } as const
const here = '/account/profile/email'

/** /account/profile/email: asks for another address, sends its link again, or drops the wish. */
export const askForChange: FastifyPluginAsync = async app => {
  app.get('/profile/email', customer, async (_request, reply) => show(reply))

  app.post('/profile/email', customer, async (request, reply) => {
    const form = checkEmailForm(request.form)
    if (!form.ok) return show(reply.code(422), form)
    const { email, password } = form.values
    const problem = (errors: FormView<EmailForm>['errors']) => show(reply.code(422), { values: { email }, errors })
    if (email.toLowerCase() === signedIn(request).email.toLowerCase()) return problem({ email: t('email.same') })
    const wrong = await passwordProblem(request, password)
    if (wrong !== undefined) return problem({ password: wrong })

    await ask(request, email)
    return goTo(reply.toast('done', 'email.asked', { email }), here)
  })

  app.post('/profile/email/again', customer, async (request, reply) => {
    const change = await findChange(app.db, signedIn(request).id)
    if (change === undefined) return goTo(reply, here)
    const mail = await mayMail(request, change.email)
    await once(app.db, signedIn(request).id, submissionOf(request.form), change.email, async trx => {
      if (mail) await send(trx, request)
      return 'sent'
    })
    return goTo(reply.toast('done', 'email.asked', { email: change.email }), here)
  })

  app.post('/profile/email/removal', customer, async (request, reply) => {
    const dropped = await dropChange(app.db, signedIn(request).id)
    return goTo(dropped ? reply.toast('done', 'email.dropped') : reply, here)
  })

  /** Where the mailbox has had enough, everything looks the same and no mail goes. */
  async function ask(request: FastifyRequest, email: string): Promise<void> {
    const person = signedIn(request)
    const mail = await mayMail(request, email)
    await once(app.db, person.id, submissionOf(request.form), email, async trx => {
      await keepChange(trx, person.id, email)
      if (mail) await send(trx, request)
      await recordActivity(trx, person, 'security:email-asked')
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'email-asked', details: { email } })
      return 'asked'
    })
  }

  const send = (trx: Trx, request: FastifyRequest) => app.queue.enqueue(trx, 'change-email', { profileId: signedIn(request).id })

  async function show(reply: FastifyReply, form: FormView<EmailForm> = blank): Promise<FastifyReply> {
    return reply.page('account/profile-email', { form, pending: await findChange(app.db, signedIn(reply.request).id) })
  }
}
