import type { FastifyPluginAsync } from 'fastify'

/** GET /help …: what there is to read. */
export const pages: FastifyPluginAsync = async () => {}
