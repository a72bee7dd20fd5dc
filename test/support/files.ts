import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import type { World } from './world.ts'

/** A real PNG. */
export function picture(width = 640, height = 480): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } } }).png().toBuffer()
}

/** Every file in whichever storage, on its way in or in its place. */
export async function filesIn({ services: { storage }, dataDir }: Pick<World, 'services' | 'dataDir'>): Promise<string[]> {
  return [...await Readable.from(storage.keysOlderThan(-60_000)).toArray() as string[], ...await readdir(join(dataDir, 'incoming'))].sort()
}
