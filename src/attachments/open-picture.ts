import type { Sharp } from 'sharp'

/** What has more pixels is a trap or a poster: it would be drawn from memory that we do not have. */
const pixelsAtMost = 50_000_000

/** A picture to be measured or drawn, from wherever it came: one that is damaged, or too large to be drawn, fails then. */
export async function openPicture(from: string | Buffer): Promise<Sharp> {
  // Loaded with the first picture: it takes 20 MB, which a process without pictures has no use for.
  const { default: sharp } = await import('sharp')
  // One picture at a time is enough, and keeps memory flat when many arrive at once.
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp(from, { limitInputPixels: pixelsAtMost, failOn: 'error' })
}
