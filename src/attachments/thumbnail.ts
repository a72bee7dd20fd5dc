import { stat } from 'node:fs/promises'
import { join, dirname } from 'node:path'
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'

export interface Thumbnail { path: string; width: number; height: number }

const edge = 320
/** A picture of more pixels than this is a trap or a poster; it is kept, but not drawn small. */
const pixelsAtMost = 50_000_000

// One picture at a time is enough, and keeps memory flat when many arrive at once.
sharp.concurrency(1)
sharp.cache(false)

/** Draws a small WebP of a picture, at most 320 px each way and without metadata; undefined where it cannot be drawn. */
export async function drawThumbnail(path: string): Promise<Thumbnail | undefined> {
  const small = join(dirname(path), randomUUID())
  try {
    const { width, height } = await sharp(path, { limitInputPixels: pixelsAtMost, failOn: 'error' })
      .rotate().resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 60 }).toFile(small)
    return (await stat(small)).size > 0 ? { path: small, width, height } : undefined
  } catch {
    return undefined
  }
}
