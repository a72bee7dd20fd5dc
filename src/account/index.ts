import type { FastifyPluginAsync } from 'fastify'
import type { Keys } from '../sign-in/index.ts'
import { goTo } from '../web/htmx.ts'
import { communication } from './communication/index.ts'
import { data } from './data/index.ts'
import { notifications } from './notifications/index.ts'
import { activity } from './activity/index.ts'
import { preferences } from './preferences/index.ts'
import { profile } from './profile/index.ts'
import { security } from './security/index.ts'

/** What a customer decides about themselves: who they are, how pages look, how they are told, and what happened. */
export const account: FastifyPluginAsync<{ keys: Keys; secret: string }> = async (app, { keys, secret }) => {
  app.get('/', { config: { access: 'customer' } }, async (_request, reply) => goTo(reply, '/account/profile'))
  await app.register(profile)
  await app.register(preferences)
  await app.register(communication)
  await app.register(notifications, { secret })
  await app.register(activity)
  await app.register(security, { keys })
  await app.register(data, { secret })
}

export { deleteAccounts, makeArchive, sweepArchives } from './data/index.ts'
export { emailChangeJob, sweepEmailChanges } from './profile/index.ts'
export { languageSwitch } from './preferences/language-switch.ts'
