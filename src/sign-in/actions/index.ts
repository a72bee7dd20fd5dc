import type { FastifyPluginAsync } from 'fastify'
import type { Sessions } from '../sessions.ts'
import { passwordActions } from './password.ts'
import { signInActions } from './sign-in.ts'
import { signUpAction } from './sign-up.ts'
import { verifyEmailAction } from './verify-email.ts'

export const actions: FastifyPluginAsync<{ sessions: Sessions }> = async (app, options) => {
  await app.register(signInActions, options)
  await app.register(signUpAction)
  await app.register(verifyEmailAction, options)
  await app.register(passwordActions, options)
}
