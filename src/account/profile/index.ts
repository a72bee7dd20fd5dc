import type { FastifyPluginAsync } from 'fastify'
import { emailChange } from './email/index.ts'
import { pictures } from './pictures.ts'
import { profilePage } from './page.ts'

/** /account/profile: who somebody is, how they like to be addressed, their picture and their address. */
export const profile: FastifyPluginAsync = async app => {
  await app.register(profilePage)
  await app.register(pictures)
  await app.register(emailChange)
}

export { emailChangeJob, sweepEmailChanges } from './email/index.ts'
