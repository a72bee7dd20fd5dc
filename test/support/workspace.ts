import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const gigabyte = 2 ** 30

/** A folder that lives as long as this process, readable for the user whom the database server runs as. */
export function workspace(base = tmpdir()): string {
  const folder = mkdtempSync(join(base, 'guichet-test-'))
  chmodSync(folder, 0o755)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  return folder
}

/**
 * Where thousands of small files cost least: in memory, where there is plenty. Each test's database is 650 files, and ext4
 * looks for minutes over what was just deleted before it finds room for new ones. Programs may not run from there.
 */
export function quickPlace(): string {
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > 2 * gigabyte && process.availableMemory() > 4 * gigabyte ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}
