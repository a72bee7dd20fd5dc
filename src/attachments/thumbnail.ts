import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join, dirname } from 'node:path'
import { openPicture } from './open-picture.ts'
import type { Received } from './storage/index.ts'

interface Thumbnail extends Received { width: number; height: number }

/** Tried one after the other until the result is small enough: most pictures need only the first. */
const attempts = [{ edge: 320, quality: 60 }, { edge: 320, quality: 20 }, { edge: 160, quality: 20 }]
const bytesAtMost = 20_000

/** Draws a small WebP of a picture, at most 320 px each way and without metadata; undefined where it cannot be drawn. */
export async function drawThumbnail(path: string): Promise<Thumbnail | undefined> {
  const small = join(dirname(path), randomUUID())
  try {
    for (const { edge, quality } of attempts) {
      const picture = await openPicture(path)
      const { width, height } = await picture.rotate().resize(edge, edge, { fit: 'inside', withoutEnlargement: true }).webp({ quality }).toFile(small)
      const drawn = await readFile(small)
      if (drawn.length <= bytesAtMost) return { path: small, bytes: drawn.length, sha256: createHash('sha256').update(drawn).digest('hex'), width, height }
    }
  } catch {
    // Not a picture after all: it is handed out as the file that it is.
  }
  await rm(small, { force: true })
  return undefined
}
