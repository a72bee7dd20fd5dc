import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Attachment } from '../db/schema.ts'
import { imageTypes } from './detect.ts'
import { parseRange } from './range.ts'
import type { Range, Storage } from './storage/index.ts'

type HandedOut = Pick<Attachment, 'name' | 'media_type' | 'bytes' | 'sha256' | 'storage_key'>

/** Answers with a file, or the part of it that was asked for: pictures to be shown, all others to be downloaded. */
export async function handOut(reply: FastifyReply, storage: Storage, file: HandedOut, cacheControl = 'private, no-cache'): Promise<FastifyReply> {
  const { method, headers } = reply.request
  const range = parseRange(headers.range, file.bytes)
  const isKnown = headers['if-none-match']?.includes(`"${file.sha256}"`) ?? false
  const wantsBytes = method !== 'HEAD' && !isKnown && range !== 'unsatisfiable'
  const bytes = wantsBytes ? await storage.read(file.storage_key, range) : Readable.from([])

  confine(reply).header('cache-control', cacheControl).header('accept-ranges', 'bytes').header('etag', `"${file.sha256}"`)
  if (isKnown) return reply.code(304).send()
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.bytes}`).send()
  reply.type(imageTypes.has(file.media_type) ? file.media_type : downloadType(file.media_type))
  reply.header('content-disposition', disposition(file)).header('content-length', lengthOf(range, file.bytes))
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.bytes}`)
  return reply.send(bytes)
}

/** The last word on what a browser may do with a file: nothing. */
export function confine(reply: FastifyReply): FastifyReply {
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
