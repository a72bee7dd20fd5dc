import type { FastifyPluginAsync } from 'fastify'
import type { Keys } from '../../sign-in/index.ts'
import { securityPage } from './page.ts'
import { passkeys } from './passkeys.ts'
import { password } from './password.ts'
import { secondStep } from './second-step.ts'
import { sessionActions } from './sessions.ts'

/** /account/security: the password, where one is signed in, the second step, passkeys. */
export const security: FastifyPluginAsync<{ keys: Keys }> = async (app, { keys }) => {
  await app.register(securityPage)
  await app.register(password)
  await app.register(sessionActions)
  await app.register(secondStep, { keys })
  await app.register(passkeys)
}
