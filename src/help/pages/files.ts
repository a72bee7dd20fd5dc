import type { FastifyPluginAsync } from 'fastify'
import { handOut } from '../../attachments/index.ts'
import { notFound } from '../../web/errors.ts'
import { isUuid } from '../../web/submissions.ts'
import { findFile } from '../store/files.ts'

/** GET /help/files/<uuid>/<name>: a picture or a download of an article. The bytes of an address never change; who may see them can. */
export const filePage: FastifyPluginAsync = async app => {
  app.get<{ Params: { id: string; name: string } }>('/help/files/:id/:name', { config: { access: 'anyone' } }, async ({ person, params }, reply) => {
    const file = isUuid(params.id) ? await findFile(app.db, person, params.id) : undefined
    if (file === undefined) throw notFound()
    return handOut(reply, app.storage, file, file.isPublic ? 'public, max-age=3600' : 'private, no-cache')
  })
}
