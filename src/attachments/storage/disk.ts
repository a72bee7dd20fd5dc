import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isOlder, openIncoming } from './incoming.ts'
import { placeOf, type Storage } from './storage.ts'

/** Keeps files in a folder, spread over 256 subfolders. Incoming ones wait beside it on the same disk, so that the move is atomic. */
export async function diskStorage(dataDir: string): Promise<Storage> {
  const files = join(dataDir, 'files')
  await mkdir(files, { recursive: true })
  const pathOf = (key: string) => join(files, placeOf(key))

  return {
    place: dataDir,
    ...await openIncoming(dataDir),
    async keep({ path }) {
      const key = randomUUID().replaceAll('-', '')
      await mkdir(dirname(pathOf(key)), { recursive: true })
      await synced(path)
      await rename(path, pathOf(key))
      await synced(dirname(pathOf(key)))
      return key
    },
    async read(key, range) {
      const file = await open(pathOf(key)).catch((cause: unknown) => { throw new Error(`The bytes of ${key} cannot be read`, { cause }) })
      return file.createReadStream(range)
    },
    remove: key => rm(pathOf(key), { force: true }),
    belongsTo: id => isMarked(join(dataDir, 'installation'), id),
    async *keysOlderThan(age) {
      for (const folder of await readdir(files)) {
        for (const key of await readdir(join(files, folder))) {
          if (await isOlder(pathOf(key), age)) yield key
        }
      }
    },
  }
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

async function isMarked(path: string, id: string): Promise<boolean> {
  try {
    await writeFile(path, id, { flag: 'wx', mode: 0o600 })
    return true
  } catch {
    return await readFile(path, 'utf8') === id
  }
}
