import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Attachment } from '../db/schema.ts'
import { signedIn } from '../web/access.ts'
import { notFound } from '../web/errors.ts'
import { isUuid } from '../web/submissions.ts'
import { confine, handOut } from './hand-out.ts'
import type { Storage } from './storage/index.ts'
import { findAttachment } from './store.ts'

type Params = { id: string; name: string }

/** GET /attachments/<uuid>/<name>: a file for who may read its ticket; `?size=small` draws a picture small. */
export const pages: FastifyPluginAsync<{ storage: Storage }> = async (app, { storage }) => {
  app.get<{ Params: Params; Querystring: { size?: string } }>('/:id/:name', { config: { access: 'customer' } }, async (request, reply) => {
    const file = await load(request)
    if (request.query.size === 'small' && file.thumbnail_key !== null) return sendThumbnail(reply, file.thumbnail_key, `"${file.sha256}-small"`)
    request.log.info({ attachment: file.id, person: signedIn(request).id }, 'file handed out')
    return handOut(reply, storage, file)
  })

  async function load(request: FastifyRequest<{ Params: Params }>): Promise<Attachment> {
    const { id } = request.params
    const file = isUuid(id) ? await findAttachment(app.db, signedIn(request), id) : undefined
    if (file === undefined) throw notFound()
    return file
  }

  /** Asked for each time, as files are: who was shut out sees no picture any more. */
  async function sendThumbnail(reply: FastifyReply, key: string, etag: string): Promise<FastifyReply> {
    confine(reply).header('cache-control', 'private, no-cache').header('etag', etag)
    if (reply.request.headers['if-none-match']?.includes(etag) === true) return reply.code(304).send()
    return reply.type('image/webp').send(await storage.read(key))
  }
}
