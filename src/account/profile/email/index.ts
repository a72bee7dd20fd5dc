import type { FastifyPluginAsync } from 'fastify'
import { askForChange } from './ask.ts'
import { confirmation } from './confirmation.ts'
import { undo } from './undo.ts'

/** Another address: asked for with the password, confirmed at the new one, and taken back from the old one. */
export const emailChange: FastifyPluginAsync = async app => {
  await app.register(askForChange)
  await app.register(confirmation)
  await app.register(undo)
}

export { emailChangeJob } from './job.ts'
export { sweepEmailChanges } from './store.ts'
