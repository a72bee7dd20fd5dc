import type { FastifyPluginAsync } from 'fastify'
import { listPages } from './list.ts'
import { newPages } from './new.ts'
import { showPages } from './show.ts'
import { unsentPages } from './unsent.ts'

export const pages: FastifyPluginAsync = async app => {
  await app.register(listPages)
  await app.register(newPages)
  await app.register(showPages)
  await app.register(unsentPages)
}
