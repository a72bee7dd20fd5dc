import type { FastifyPluginAsync } from 'fastify'
import { blank } from '../web/forms.ts'
import { goTo } from '../web/htmx.ts'
import { safeNext } from '../web/next.ts'
import { pendingSignIns } from './second-step/pending.ts'
import { signUpMark } from './sign-up-mark.ts'
import { findReset, findSignUpByToken } from './store.ts'

type Next = { Querystring: { next?: string } }
type Token = { Querystring: { token?: string; next?: string } }
const anyone = { config: { access: 'anyone' } } as const

export const pages: FastifyPluginAsync = async app => {
  const nextIn = ({ next }: { next?: string }) => safeNext(String(next ?? '/'), app.config.baseUrl)
  const pending = pendingSignIns(app.config.https)
  const mark = signUpMark(app.config.https)

  app.get<Next>('/sign-in', anyone, async (request, reply) => {
    const next = nextIn(request.query)
    if (request.person !== null) return goTo(reply, next)
    return reply.page('sign-in/sign-in', { form: blank, next, problem: undefined, parked: next.startsWith('/sign-in/kept/') })
  })

  app.get<Next>('/sign-up', anyone, async (request, reply) => reply.page('sign-in/sign-up', { form: blank, next: nextIn(request.query) }))

  app.get('/forgotten-password', anyone, async (_request, reply) => reply.page('sign-in/forgotten-password', { form: blank }))

  app.get<Token>('/reset-password', anyone, async (request, reply) => {
    const token = String(request.query.token ?? '')
    return reply.page('sign-in/reset-password', { form: blank, token, works: await findReset(app.db, token) !== undefined })
  })

  // Mail scanners open links; only the button on the page uses the token up.
  app.get<Token>('/verify-email', anyone, async (request, reply) => {
    const token = String(request.query.token ?? '')
    const signUp = await findSignUpByToken(app.db, token)
    const asks = signUp !== undefined && !mark.names(request, signUp.id)
    return reply.page('sign-in/verify-email', { form: blank, token, next: nextIn(request.query), works: signUp !== undefined, asks })
  })

  app.get<Next>('/sign-in/second-step', anyone, async (request, reply) => {
    const waits = await pending.find(app.db, request) !== undefined
    return reply.page('sign-in/second-step', { form: blank, next: nextIn(request.query), waits })
  })

  app.get('/sign-out', anyone, async (_request, reply) => goTo(reply, '/'))
}
