import type { FastifyPluginAsync } from 'fastify'
import type { Keys, Sessions } from '../../sign-in/index.ts'
import { passkeys } from './passkeys.ts'
import { password } from './password.ts'
import { secondStep } from './second-step.ts'
import { sessionActions } from './sessions.ts'

/** /account/security: the password, where one is signed in, the second step, passkeys. */
export const security: FastifyPluginAsync<{ sessions: Sessions; keys: Keys }> = async (app, { sessions, keys }) => {
  await app.register(password, { sessions })
  await app.register(sessionActions, { sessions })
  await app.register(secondStep, { sessions, keys })
  await app.register(passkeys)
}
