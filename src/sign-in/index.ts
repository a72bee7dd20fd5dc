import type { FastifyPluginAsync } from 'fastify'
import { actions } from './actions.ts'
import { pages } from './pages.ts'
import type { Sessions } from './sessions.ts'

export { createSessions, hashSessionId, type Sessions } from './sessions.ts'
export { askToSignIn } from './parking.ts'
export { hashPassword, passwordFits } from './passwords.ts'
export { checkChange, type ChangeForm } from './forms.ts'
export { findAccount, findPasswordHash, setPassword, sweepSignIn } from './store.ts'
export { forgottenPasswordJob, signUpJob } from './jobs.ts'

/** Signing up, in and out; forgotten passwords; confirming an address. */
export const signIn: FastifyPluginAsync<{ sessions: Sessions }> = async (app, options) => {
  await app.register(pages)
  await app.register(actions, options)
}
