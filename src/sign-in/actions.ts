import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { tooMany } from '../web/errors.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import { safeNext } from '../web/next.ts'
import { countTry } from '../web/throttle.ts'
import { checkForgotten, checkReset, checkSignIn, checkSignUp } from './forms.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import type { Sessions } from './sessions.ts'
import { confirmSignUp, findAccount, keepSignUp, resetPassword } from './store.ts'
import { guessGuard } from './guesses.ts'

const anyone = { config: { access: 'anyone' } } as const
/** Requests for mails and accounts, from one address, in an hour. */
const perAddress = { tries: 30, seconds: 3_600 }

export const actions: FastifyPluginAsync<{ sessions: Sessions }> = async (app, { sessions }) => {
  const guesses = guessGuard(app)
  const nextIn = (request: FastifyRequest) => safeNext(request.form?.get('next'), app.config.baseUrl)

  app.post('/sign-in', anyone, async (request, reply) => {
    const form = checkSignIn(request.form)
    if (!form.ok) return showSignIn(reply.code(422), form)

    const wait = await guesses.count(request, form.values.email)
    if (wait > 0) return showSignIn(reply.code(429).header('retry-after', wait), form, t('sign-in.wait', { minutes: Math.ceil(wait / 60) }))

    const account = await findAccount(app.db, form.values.email)
    const fits = await passwordFits(account?.passwordHash ?? undefined, form.values.password)
    if (account === undefined || !fits) return showSignIn(reply.code(422), form, t('sign-in.refused'))

    await guesses.forget(request, reply, account)
    return welcome(request, reply, account.id)
  })

  app.post('/sign-up', anyone, async (request, reply) => {
    const form = checkSignUp(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/sign-up', { form: { ...form, values: { ...form.values, 'new-password': '' } }, next: nextIn(request) })

    await limitMails(request)
    const { name, email, 'new-password': password } = form.values
    const password_hash = await hashPassword(password)
    await app.db.transaction().execute(async trx => {
      const pendingId = await keepSignUp(trx, { email, full_name: name, password_hash })
      await app.queue.enqueue(trx, 'sign-up', { pendingId, next: nextIn(request) })
    })
    return reply.page('sign-in/check-mail', { email })
  })

  app.post('/forgotten-password', anyone, async (request, reply) => {
    const form = checkForgotten(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/forgotten-password', { form })

    await limitMails(request)
    const { email } = form.values
    await app.db.transaction().execute(trx => app.queue.enqueue(trx, 'forgotten-password', { email }))
    return reply.page('sign-in/check-mail', { email })
  })

  app.post('/reset-password', anyone, async (request, reply) => {
    const token = request.form?.get('token') ?? ''
    const form = checkReset(request.form)
    if (!form.ok) return reply.code(422).page('sign-in/reset-password', { form: { ...form, values: {} }, token, works: true })

    const personId = await resetPassword(app.db, token, await hashPassword(form.values['new-password']))
    if (personId === undefined) return reply.code(422).page('sign-in/reset-password', { form: { values: {}, errors: {} }, token: '', works: false })
    return welcome(request, reply.toast('done', 'sign-in.password-changed'), personId)
  })

  app.post('/verify-email', anyone, async (request, reply) => {
    const personId = await confirmSignUp(app.db, request.form?.get('token') ?? '')
    if (personId === undefined) return reply.code(422).page('sign-in/verify-email', { token: '', next: '/', works: false })
    return welcome(request, reply.toast('done', 'sign-in.welcome'), personId)
  })

  app.post('/sign-out', anyone, async (request, reply) => {
    await sessions.end(request, reply)
    // What the browser kept of private pages goes with the session.
    return goTo(reply.header('clear-site-data', '"cache"').toast('done', 'sign-in.signed-out'), '/')
  })

  async function welcome(request: FastifyRequest, reply: FastifyReply, personId: string): Promise<FastifyReply> {
    await sessions.begin(request, reply, personId)
    request.log.info({ person: personId }, 'signed in')
    return goTo(reply, nextIn(request))
  }

  async function limitMails(request: FastifyRequest): Promise<void> {
    const wait = await countTry(app.db, `mails:${request.ip}`, perAddress)
    if (wait > 0) throw tooMany(wait)
  }

  function showSignIn(reply: FastifyReply, form: ReturnType<typeof checkSignIn>, problem?: string): FastifyReply {
    const next = nextIn(reply.request)
    const shown = { ...form, values: { email: form.values.email ?? '' } }
    return reply.page('sign-in/sign-in', { form: shown, next, problem, parked: next.startsWith('/sign-in/kept/') })
  }
}
