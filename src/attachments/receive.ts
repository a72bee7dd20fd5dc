import type { FilePart } from '../web/body.ts'
import { t } from '../web/i18n.ts'
import { detectType, imageTypes } from './detect.ts'
import type { Received, Storage } from './storage/index.ts'
import { drawThumbnail } from './thumbnail.ts'

export interface UploadLimits { filesAtMost: number; megabytes: number }

/** Bytes in their place in the storage. */
export interface StoredBytes { storage_key: string; sha256: string; bytes: number }

/** A file, with what the database will say of it. */
export interface StoredFile extends StoredBytes {
  name: string
  media_type: string
  thumbnail_key: string | null
  width: number | null
  height: number | null
}

/** Either the file, or a sentence for the person about why it was not taken; with its cause where that is our fault. */
export type Receipt = { file: StoredFile } | { problem: string; cause?: unknown }

/** Takes one uploaded file into the storage. What is refused leaves nothing behind. */
export async function receiveFile(storage: Storage, part: Pick<FilePart, 'filename' | 'file'>, { megabytes }: UploadLimits): Promise<Receipt> {
  const name = displayName(part.filename)
  const received = await storage.receive(part.file)
  try {
    if (part.file.truncated) return { problem: t('files.too-large', { name, megabytes }) }
    if (received.bytes === 0) return { problem: t('files.empty', { name }) }
    const mediaType = await detectType(received.path, name)
    if (mediaType === undefined) return { problem: t('files.wrong-type', { name }) }
    return await stored(storage, received, name, mediaType)
  } finally {
    await storage.discard(received)
  }
}

/** A place that does not take the file now must not cost what was typed: the person is told at the field, like of any other problem. */
async function stored(storage: Storage, received: Received, name: string, media_type: string): Promise<Receipt> {
  const thumbnail = imageTypes.has(media_type) ? await drawThumbnail(received.path) : undefined
  try {
    return { file: {
      name, media_type,
      bytes: received.bytes,
      sha256: received.sha256,
      thumbnail_key: thumbnail === undefined ? null : await storage.keep(thumbnail),
      width: thumbnail?.width ?? null,
      height: thumbnail?.height ?? null,
      storage_key: await storage.keep(received),
    } }
  } catch (cause) {
    return { problem: t('files.not-stored', { name }), cause }
  } finally {
    if (thumbnail !== undefined) await storage.discard(thumbnail)
  }
}

/** What to call the file: the last part of any path (lynx sends a whole one), without characters that hide or turn text. */
export function displayName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"<>|:*?]/gu, '').trim()
  return [...plain].slice(-120).join('') || 'file'
}
