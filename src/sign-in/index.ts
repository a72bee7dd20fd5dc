import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { actions } from './actions/index.ts'
import { forgetSent, kept } from './kept.ts'
import { pages } from './pages.ts'
import type { Sessions } from './sessions.ts'

export { createSessions, hashSessionId, type Sessions } from './sessions.ts'
export { askToSignIn } from './parking.ts'
export { hashPassword, newToken, passwordFits } from './passwords.ts'
export { checkChange, checkForgotten } from './forms.ts'
export { dropResets, findAccount, findPasswordHash, keepReset, setPassword, sweepSignIn, type Account } from './store.ts'
export { forgottenPasswordJob, signUpJob } from './jobs.ts'

/** Signing up, in and out; forgotten passwords; confirming an address; what was typed when a session ended. */
export const signIn = fp(async (app: FastifyInstance, options: { sessions: Sessions }) => {
  await app.register(forgetSent)
  await app.register(pages)
  await app.register(kept)
  await app.register(actions, options)
}, { name: 'sign-in' })
