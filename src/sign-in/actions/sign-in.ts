import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { checkSignIn, type SignInForm } from '../forms.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import { passwordFits } from '../passwords.ts'
import type { Sessions } from '../sessions.ts'
import { findAccount, holdPassword } from '../store.ts'
import { nextIn, welcome } from './welcome.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /sign-in and /sign-out. */
export const signInActions: FastifyPluginAsync<{ sessions: Sessions }> = async (app, { sessions }) => {
  const guesses = guessGuard(app)

  app.post('/sign-in', anyone, async (request, reply) => {
    const form = checkSignIn(request.form)
    if (!form.ok) return showSignIn(reply.code(422), form)

    const account = await accountKey(app.db, form.values.email)
    const wait = await guesses.count(request, account)
    if (wait > 0) {
      request.log.info({ account, address: request.ip }, 'sign-in slowed down')
      return showSignIn(reply.code(429).header('retry-after', wait), form, t('sign-in.wait', { minutes: Math.ceil(wait / 60) }))
    }

    const personId = await begin(request, reply, form.values)
    if (personId === undefined) {
      request.log.info({ account, address: request.ip }, 'sign-in refused')
      return showSignIn(reply.code(422), form, t('sign-in.refused'))
    }
    await guesses.forget(request, reply, account)
    return welcome(request, reply, personId)
  })

  app.post('/sign-out', anyone, async (request, reply) => {
    await sessions.end(request, reply)
    // What the browser kept of private pages goes with the session.
    return goTo(reply.header('clear-site-data', '"cache"').toast('done', 'sign-in.signed-out'), '/')
  })

  /** Begins a session if the password is right, for known and unknown addresses in the same time. */
  async function begin(request: FastifyRequest, reply: FastifyReply, { email, password }: SignInForm): Promise<string | undefined> {
    const account = await findAccount(app.db, email)
    const hash = account?.passwordHash ?? undefined
    const fits = await passwordFits(hash, password)
    if (!fits || account === undefined || hash === undefined) return undefined
    return app.db.transaction().execute(async trx => {
      if (!await holdPassword(trx, account.id, hash)) return undefined
      await sessions.begin(trx, request, reply, account.id)
      return account.id
    })
  }

  function showSignIn(reply: FastifyReply, form: ReturnType<typeof checkSignIn>, problem?: string): FastifyReply {
    const next = nextIn(reply.request)
    const shown = { ...form, values: { email: form.values.email ?? '' } }
    return reply.page('sign-in/sign-in', { form: shown, next, problem, parked: next.startsWith('/sign-in/kept/') })
  }
}
