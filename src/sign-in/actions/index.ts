import type { FastifyPluginAsync } from 'fastify'
import { createEntrance } from '../entrance.ts'
import type { Keys } from '../keys.ts'
import type { Sessions } from '../sessions.ts'
import { passkeyAction } from './passkey.ts'
import { passwordActions } from './password.ts'
import { secondStepAction } from './second-step.ts'
import { signInActions } from './sign-in.ts'
import { signUpAction } from './sign-up.ts'
import { verifyEmailAction } from './verify-email.ts'

export const actions: FastifyPluginAsync<{ sessions: Sessions; keys: Keys }> = async (app, { sessions, keys }) => {
  const entrance = createEntrance(app, sessions)
  await app.register(signInActions, { sessions, entrance })
  await app.register(secondStepAction, { entrance, keys })
  await app.register(passkeyAction, { entrance, keys })
  await app.register(signUpAction)
  await app.register(verifyEmailAction, { entrance })
  await app.register(passwordActions, { entrance })
}
