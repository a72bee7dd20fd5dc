import { createHash, randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join, dirname } from 'node:path'
import type Sharp from 'sharp'
import type { Received } from './storage/index.ts'

export interface Thumbnail extends Received { width: number; height: number }

/** Tried one after the other until the result is small enough: most pictures need only the first. */
const attempts = [{ edge: 320, quality: 60 }, { edge: 320, quality: 20 }, { edge: 160, quality: 20 }]
const bytesAtMost = 20_000
/** A picture of more pixels than this is a trap or a poster; it is kept, but not drawn small. */
const pixelsAtMost = 50_000_000

/** Loaded with the first picture: it takes 20 MB, which a process without pictures has no use for. */
async function loadSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp')
  // One picture at a time is enough, and keeps memory flat when many arrive at once.
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp
}

/** Draws a small WebP of a picture, at most 320 px each way and without metadata; undefined where it cannot be drawn. */
export async function drawThumbnail(path: string): Promise<Thumbnail | undefined> {
  const sharp = await loadSharp()
  const small = join(dirname(path), randomUUID())
  try {
    for (const { edge, quality } of attempts) {
      const { width, height } = await sharp(path, { limitInputPixels: pixelsAtMost, failOn: 'error' })
        .rotate().resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality }).toFile(small)
      const drawn = await readFile(small)
      if (drawn.length <= bytesAtMost) return { path: small, bytes: drawn.length, sha256: createHash('sha256').update(drawn).digest('hex'), width, height }
    }
  } catch {
    // Not a picture after all: it is handed out as the file that it is.
  }
  await rm(small, { force: true })
  return undefined
}
