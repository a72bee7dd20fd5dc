import { randomInt } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from './reach.ts'

const prefix = 'lock.'
const tries = 5

/**
 * Claims a data folder for this process: the embedded database is lost when two programs open it. Each puts up its name
 * first and then looks for others: of any two, one at least sees the other. Returns how to let go of it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const mine = await nameOf(process.pid)
  const path = join(folder, `${prefix}${mine}`)
  for (let time = 1; ; time++) {
    await writeFile(path, '')
    const holder = await findOther(folder, mine)
    if (holder === undefined) return () => rm(path, { force: true })
    await rm(path, { force: true })
    if (time === tries) throw inUse(folder, holder)
    // Two that begin at the same moment both step back: one of them comes first the next time.
    await sleep(randomInt(5, 50))
  }
}

/** Whoever else has put up its name; what a killed process left behind is taken down. */
async function findOther(folder: string, mine: string): Promise<number | undefined> {
  const names = (await readdir(folder)).filter(file => file.startsWith(prefix)).map(file => file.slice(prefix.length))
  for (const name of names.filter(name => name !== mine)) {
    const pid = Number(name.split('.')[0])
    if (await isAlive(pid, name)) return pid
    await rm(join(folder, `${prefix}${name}`), { force: true })
  }
  return undefined
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
  return [pid, boot?.trim(), began].filter(part => part !== '').join('.')
}

function inUse(folder: string, pid: number): CannotStart {
  return new CannotStart(`The data in ${folder} is in use by process ${pid}, and the embedded database serves one process at a time.\nStop that one first, or set DATABASE_URL to a PostgreSQL server.`)
}
