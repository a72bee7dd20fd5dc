import type { FastifyPluginAsync } from 'fastify'
import type { Sessions } from '../sessions.ts'
import { passwordActions } from './password.ts'
import { signInActions } from './sign-in.ts'
import { signUpActions } from './sign-up.ts'

export const actions: FastifyPluginAsync<{ sessions: Sessions }> = async (app, options) => {
  await app.register(signInActions, options)
  await app.register(signUpActions, options)
  await app.register(passwordActions, options)
}
