import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a folder for this user alone, and those above it. Not by mkdir's own `recursive`: it never ends where the system lets nobody make one, as in /proc. */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return
  if (dirname(path) !== path && !await exists(dirname(path))) await makeFolder(dirname(path))
  await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    if (!await isFolder(path)) throw error
  })
}

const isFolder = (path: string): Promise<boolean> => stat(path).then(found => found.isDirectory(), () => false)
const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false)
