import type { FastifyPluginAsync } from 'fastify'
import { deletion } from './deletion/index.ts'
import { dataPage } from './page.ts'

/** What is known of somebody: all of it in one archive, or none of it any more. */
export const data: FastifyPluginAsync<{ secret: string }> = async (app, { secret }) => {
  await app.register(dataPage, { secret })
  await app.register(deletion)
}

export { makeArchive } from './archive/make.ts'
export { sweepArchives } from './archives.ts'
export { deleteAccounts } from './deletion/job.ts'
