import type { FastifyPluginAsync } from 'fastify'
import { openActions } from './open.ts'
import { replyActions } from './reply.ts'
import { stateActions } from './state.ts'
import { unsentActions } from './unsent.ts'

export const actions: FastifyPluginAsync = async app => {
  await app.register(openActions)
  await app.register(replyActions)
  await app.register(stateActions)
  await app.register(unsentActions)
}
