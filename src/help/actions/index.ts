import type { FastifyPluginAsync } from 'fastify'
import { voteActions } from './vote.ts'

/** POST /help …: what readers say. */
export const actions: FastifyPluginAsync = async app => {
  await app.register(voteActions)
}
