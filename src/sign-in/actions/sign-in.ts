import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { originOf, recordActivity } from '../../activity/index.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import type { Entrance } from '../entrance.ts'
import { checkSignIn, type SignInForm } from '../forms.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import { nextIn } from '../next.ts'
import { passwordFits } from '../passwords.ts'
import type { Sessions } from '../sessions.ts'
import { findAccount, holdPassword } from '../store.ts'

const anyone = { config: { access: 'anyone' } } as const

/** POST /sign-in and /sign-out. */
export const signInActions: FastifyPluginAsync<{ sessions: Sessions; entrance: Entrance }> = async (app, { sessions, entrance }) => {
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

    const admitted = await admit(request, reply, form.values)
    if (admitted === undefined) {
      request.log.info({ account, address: request.ip }, 'sign-in refused')
      await noteLater(request, form.values.email)
      return showSignIn(reply.code(422), form, t('sign-in.refused'))
    }
    // Until the second step is taken, this is not known to be the owner's browser.
    if (admitted.isIn) await guesses.forget(request, reply, account)
    return entrance.lead(request, reply, admitted.personId, admitted.isIn)
  })

  app.post('/sign-out', anyone, async (request, reply) => {
    if (request.person !== null) await recordActivity(app.db, request.person, 'sign-in:ended', { how: 'sign-out' })
    await sessions.end(request, reply)
    // What the browser kept of private pages goes with the session.
    return goTo(reply.header('clear-site-data', '"cache"').toast('done', 'sign-in.signed-out'), '/')
  })

  /** Admits who has the right password, for known and unknown addresses in the same time. */
  async function admit(request: FastifyRequest, reply: FastifyReply, { email, password }: SignInForm): Promise<{ personId: string; isIn: boolean } | undefined> {
    const account = await findAccount(app.db, email)
    const hash = account?.passwordHash ?? undefined
    const fits = await passwordFits(hash, password)
    if (!fits || account === undefined || hash === undefined) return undefined
    return app.db.transaction().execute(async trx => {
      if (!await holdPassword(trx, account.id, hash)) return undefined
      return { personId: account.id, isIn: await entrance.admit(trx, request, reply, account.id, 'password') }
    })
  }

  /** Whether there is such an account is asked after the answer. */
  async function noteLater(request: FastifyRequest, email: string): Promise<void> {
    const origin = await originOf(request)
    await app.db.transaction().execute(trx => app.queue.enqueue(trx, 'sign-in-failed', { email, ...origin }))
  }

  function showSignIn(reply: FastifyReply, form: ReturnType<typeof checkSignIn>, problem?: string): FastifyReply {
    const next = nextIn(reply.request)
    const shown = { ...form, values: { email: form.values.email ?? '' } }
    return reply.page('sign-in/sign-in', { form: shown, next, problem, parked: next.startsWith('/sign-in/kept/') })
  }
}
