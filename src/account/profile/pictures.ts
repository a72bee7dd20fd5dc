import type { FastifyPluginAsync } from 'fastify'
import { handOut } from '../../attachments/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound } from '../../web/errors.ts'
import { isUuid } from '../../web/submissions.ts'
import { findPicture } from './store.ts'

/** GET /account/pictures/<profile>: somebody's picture, for who may see it. */
export const pictures: FastifyPluginAsync = async app => {
  app.get<{ Params: { id: string } }>('/pictures/:id', { config: { access: 'customer' } }, async (request, reply) => {
    const { id } = request.params
    const picture = isUuid(id) ? await findPicture(app.db, signedIn(request), id) : undefined
    if (picture === undefined) throw notFound()
    return handOut(reply, app.storage, { ...picture, name: 'picture.webp', media_type: 'image/webp' })
  })
}
