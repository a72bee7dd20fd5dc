import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { detectType, imageTypes, openPicture, type Storage, type StoredBytes } from '../../attachments/index.ts'
import { readMultipart, type FilePart } from '../../web/body.ts'
import { t } from '../../web/i18n.ts'

const edge = 256

export interface ArrivedPicture { picture?: StoredBytes; problem?: string }

/** Reads the whole form. A picture in it is in the storage afterwards, or there is a sentence about why it is not. */
export async function receivePicture(request: FastifyRequest): Promise<ArrivedPicture> {
  const arrived: ArrivedPicture = {}
  if (!request.isMultipart()) request.proveForm()
  else await readMultipart(request, async part => {
    // A file field in which nothing was chosen; and there is but one picture.
    if (part.filename && arrived.picture === undefined) Object.assign(arrived, await take(request, part))
  })
  return arrived
}

async function take({ server: { storage, uploads: { megabytes } }, log }: FastifyRequest, part: FilePart): Promise<ArrivedPicture> {
  const received = await storage.receive(part.file)
  try {
    if (part.file.truncated) return { problem: t('profile.picture-too-large', { megabytes }) }
    const type = received.bytes === 0 ? undefined : await detectType(received.path, part.filename)
    if (type === undefined || !imageTypes.has(type)) return { problem: t('profile.picture-wrong-type') }
    return await drawn(storage, received.path) ?? { problem: t('profile.picture-unreadable') }
  } catch (error) {
    log.error({ err: error }, 'a picture was not stored')
    return { problem: t('profile.picture-not-stored') }
  } finally {
    await storage.discard(received)
  }
}

/** Keeps what was drawn; undefined where it cannot be drawn. */
async function drawn(storage: Storage, path: string): Promise<ArrivedPicture | undefined> {
  const small = join(dirname(path), randomUUID())
  try {
    if (!await drawSquare(path, small)) return undefined
    const content = await readFile(small)
    const file = { path: small, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
    return { picture: { bytes: file.bytes, sha256: file.sha256, storage_key: await storage.keep(file) } }
  } finally {
    await rm(small, { force: true })
  }
}

/** A square around what draws the eye, upright, as a WebP without any metadata. False for what is no picture after all. */
async function drawSquare(from: string, to: string): Promise<boolean> {
  try {
    const picture = await openPicture(from)
    await picture.rotate().resize(edge, edge, { fit: 'cover', position: 'attention' }).webp({ quality: 80 }).toFile(to)
    return true
  } catch {
    return false
  }
}
