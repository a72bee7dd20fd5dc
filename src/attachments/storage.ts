import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A file on its way in: complete and on disk, but not yet anybody's. */
export interface Received { path: string; bytes: number; sha256: string }
export interface Range { start: number; end: number }

/** Where the bytes of files are. A key is a name of our own making, never one that somebody sent. */
export interface Storage {
  /** Streams into a temporary file. A stream that breaks leaves nothing behind. */
  receive(stream: Readable): Promise<Received>
  /** Moves a received file to its place, so that it survives a crash from here on; returns its key. */
  keep(received: Pick<Received, 'path'>): Promise<string>
  discard(received: Pick<Received, 'path'>): Promise<void>
  /** Fails at once where the bytes are not there. */
  read(key: string, range?: Range): Promise<Readable>
  remove(key: string): Promise<void>
  /** Whether the files are this database's; a folder that is nobody's yet becomes its own. */
  belongsTo(installationId: string): Promise<boolean>
  /** Keys of files that are older than the given number of milliseconds. */
  keysOlderThan(age: number): AsyncIterable<string>
  /** Removes what never finished arriving, if older than the given number of milliseconds. */
  clearReceived(age: number): Promise<void>
}

/** Keeps files in a folder, spread over 256 subfolders. Incoming ones wait beside it on the same disk, so that the move is atomic. */
export async function diskStorage(dataDir: string): Promise<Storage> {
  const files = join(dataDir, 'files')
  const incoming = join(dataDir, 'incoming')
  await mkdir(files, { recursive: true })
  await mkdir(incoming, { recursive: true })
  const place = (key: string) => join(files, key.slice(0, 2), key)

  return {
    async receive(stream) {
      const path = join(incoming, randomUUID())
      try {
        return { path, ...await written(stream, path) }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    async keep({ path }) {
      const key = randomUUID().replaceAll('-', '')
      await mkdir(dirname(place(key)), { recursive: true })
      await synced(path)
      await rename(path, place(key))
      await synced(dirname(place(key)))
      return key
    },
    discard: ({ path }) => rm(path, { force: true }),
    async read(key, range) {
      const file = await open(place(key)).catch((cause: unknown) => { throw new Error(`The bytes of ${key} cannot be read`, { cause }) })
      return file.createReadStream(range)
    },
    remove: key => rm(place(key), { force: true }),
    belongsTo: id => isMarked(join(dataDir, 'installation'), id),
    async *keysOlderThan(age) {
      for (const folder of await readdir(files)) {
        for (const key of await readdir(join(files, folder))) {
          if (await isOlder(place(key), age)) yield key
        }
      }
    },
    async clearReceived(age) {
      for (const name of await readdir(incoming)) {
        if (await isOlder(join(incoming, name), age)) await rm(join(incoming, name), { force: true })
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

/** Only what was synced, the folder's entry included, is there after the power fails. */
async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function isOlder(path: string, age: number): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
  return Date.now() - mtimeMs > age
}

async function isMarked(path: string, id: string): Promise<boolean> {
  try {
    await writeFile(path, id, { flag: 'wx', mode: 0o600 })
    return true
  } catch {
    return await readFile(path, 'utf8') === id
  }
}
