import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Attachment } from '../db/schema.ts'
import { signedIn } from '../web/access.ts'
import { notFound } from '../web/errors.ts'
import { isUuid } from '../web/submissions.ts'
import { imageTypes } from './detect.ts'
import { parseRange } from './range.ts'
import type { Range, Storage } from './storage.ts'
import { findAttachment } from './store.ts'

type Params = { id: string; name: string }

/** GET /attachments/<uuid>/<name>: a file for who may read its ticket; `?size=small` draws a picture small. */
export const pages: FastifyPluginAsync<{ storage: Storage }> = async (app, { storage }) => {
  app.get<{ Params: Params; Querystring: { size?: string } }>('/:id/:name', { config: { access: 'customer' } }, async (request, reply) => {
    const file = await load(request)
    if (request.query.size === 'small' && file.thumbnail_key !== null) return sendThumbnail(reply, file.thumbnail_key)
    request.log.info({ attachment: file.id, person: signedIn(request).id }, 'file handed out')
    return sendFile(request, reply, file)
  })

  async function load(request: FastifyRequest<{ Params: Params }>): Promise<Attachment> {
    const { id } = request.params
    const file = isUuid(id) ? await findAttachment(app.db, signedIn(request), id) : undefined
    if (file === undefined) throw notFound()
    return file
  }

  async function sendThumbnail(reply: FastifyReply, key: string): Promise<FastifyReply> {
    const bytes = await storage.read(key)
    return confine(reply).type('image/webp').header('cache-control', 'private, max-age=86400').send(bytes)
  }

  async function sendFile(request: FastifyRequest, reply: FastifyReply, file: Attachment): Promise<FastifyReply> {
    const range = parseRange(request.headers.range, file.bytes)
    const isKnown = request.headers['if-none-match']?.includes(`"${file.sha256}"`) ?? false
    const wantsBytes = request.method !== 'HEAD' && !isKnown && range !== 'unsatisfiable'
    const bytes = wantsBytes ? await storage.read(file.storage_key, range) : Readable.from([])

    confine(reply).header('cache-control', 'private, no-cache').header('accept-ranges', 'bytes').header('etag', `"${file.sha256}"`)
    if (isKnown) return reply.code(304).send()
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.bytes}`).send()
    reply.type(imageTypes.has(file.media_type) ? file.media_type : downloadType(file.media_type))
    reply.header('content-disposition', disposition(file)).header('content-length', lengthOf(range, file.bytes))
    if (range !== undefined) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`)
    return reply.send(bytes)
  }
}

/** The last word on what a browser may do with a file: nothing. */
function confine(reply: FastifyReply): FastifyReply {
  return reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")
}

function lengthOf(range: Range | undefined, bytes: number): number {
  return range === undefined ? bytes : range.end - range.start + 1
}

/** Markup that a browser could run is only ever called text. */
function downloadType(mediaType: string): string {
  return mediaType.startsWith('text/') || mediaType === 'application/xml' ? 'text/plain; charset=utf-8' : mediaType
}

/** RFC 6266 with RFC 8187: a plain name for old clients, the right one in any script for the others. */
export function disposition({ name, media_type }: Pick<Attachment, 'name' | 'media_type'>): string {
  const kind = imageTypes.has(media_type) ? 'inline' : 'attachment'
  const plain = name.normalize('NFKD').replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const extended = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${extended}`
}
