import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The secret made at the first start. It outlives restarts, so open forms and sessions do too. */
export async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret')
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept !== undefined) return kept

  // Two processes may start at once on one folder: the first one's secret is whole when it appears, and is the one of both.
  const draft = join(dataDir, `secret.${randomBytes(8).toString('hex')}`)
  await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600 })
  await link(draft, path).catch((error: NodeJS.ErrnoException) => error.code === 'EEXIST' ? undefined : Promise.reject(error))
  await rm(draft, { force: true })
  return readFile(path, 'utf8')
}
