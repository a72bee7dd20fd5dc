import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from './reach.ts'

/**
 * Claims a data folder for this process: the embedded database is lost when two programs open it.
 * Returns how to let go of it. What a killed process left behind is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  const mine = await nameOf(process.pid)
  for (;;) {
    if (await written(path, mine)) return () => rm(path, { force: true })
    const holder = await readFile(path, 'utf8').catch(() => '')
    const pid = Number(holder.split(' ')[0])
    if (holder !== mine && await isAlive(pid, holder)) throw inUse(folder, pid)
    await rm(path, { force: true })
  }
}

async function written(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function isAlive(pid: number, name: string): Promise<boolean> {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0) && await nameOf(pid) === name
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' && await nameOf(pid) === name
  }
}

/** A process by number and, where Linux tells, by the moment it began: numbers come back, above all after a restart. */
async function nameOf(pid: number): Promise<string> {
  const [boot, stat] = await Promise.all(['/proc/sys/kernel/random/boot_id', `/proc/${pid}/stat`].map(path => readFile(path, 'utf8').catch(() => '')))
  const began = stat?.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''
  return [pid, boot?.trim(), began].join(' ').trim()
}

function inUse(folder: string, pid: number): CannotStart {
  return new CannotStart(`The data in ${folder} is in use by process ${pid}, and the embedded database serves one process at a time.\nStop that one first, or set DATABASE_URL to a PostgreSQL server.`)
}
