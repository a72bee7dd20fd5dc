import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from './connect.ts'

/** The program cannot start; the message says why and what to do, in words for whoever runs it. */
export class CannotStart extends Error {}

type Log = (sentence: string) => void

/** Not there yet: refused, unknown to the network, starting up, going down, full. */
const notYet = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '53300', '55000'])
const oldest = 15
const patience = 30

/** Waits until the database answers: a container is often up before its PostgreSQL. Throws CannotStart where waiting is no use. */
export async function reachDatabase({ pool, embedded }: Pick<Connection, 'pool' | 'embedded'>, place: string, log: Log, seconds = patience): Promise<void> {
  for (let second = 0; ; second++) {
    const problem = await ask(pool)
    if (problem === undefined) return
    if (embedded) throw new CannotStart(`The database in ${place} does not open: ${problem.reason}\nIf another program has it open, stop that one. If it is damaged, put a backup in its place.`)
    if (!problem.mayPass) throw new CannotStart(`PostgreSQL at ${place} does not let us in: ${problem.reason}\nCorrect DATABASE_URL, or the database.`)
    if (second >= seconds) throw new CannotStart(`PostgreSQL at ${place} has not answered for ${seconds} seconds: ${problem.reason}\nStart it, or correct DATABASE_URL.`)
    if (second % 5 === 0) log(`Waiting for PostgreSQL at ${place}: ${problem.reason}`)
    await sleep(1_000)
  }
}

async function ask(pool: Connection['pool']): Promise<{ reason: string; mayPass: boolean } | undefined> {
  try {
    const { rows } = await pool.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version")
    const version = rows[0]?.version ?? 0
    return version < oldest ? { reason: `it is version ${version}, and ${oldest} is the oldest that will do.`, mayPass: false } : undefined
  } catch (error) {
    const { code = '', message = '' } = error as { code?: string; message?: string }
    return { reason: `${message === '' ? code : message}.`, mayPass: notYet.has(code) || /timeout|terminated/i.test(message) }
  }
}

/** Where an address leads, without the user and password in it. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
