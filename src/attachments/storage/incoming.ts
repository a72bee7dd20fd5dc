import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Storage } from './storage.ts'

/** Files on their way in wait in a folder, wherever their place will be. */
export async function openIncoming(dataDir: string): Promise<Pick<Storage, 'receive' | 'discard' | 'clearReceived'>> {
  const folder = join(dataDir, 'incoming')
  await mkdir(folder, { recursive: true })

  return {
    async receive(stream) {
      const path = join(folder, randomUUID())
      try {
        return { path, ...await written(stream, path) }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    discard: ({ path }) => rm(path, { force: true }),
    async clearReceived(age) {
      for (const name of await readdir(folder)) {
        if (await isOlder(join(folder, name), age)) await rm(join(folder, name), { force: true })
      }
    },
  }
}

async function written(stream: Readable, path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(stream, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  return { bytes, sha256: hash.digest('hex') }
}

export async function isOlder(path: string, age: number): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
  return Date.now() - mtimeMs > age
}
