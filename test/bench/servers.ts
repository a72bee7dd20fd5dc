import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { send, type Request } from './client.ts'
import { freePort } from '../support/port.ts'

/** A server in a process of its own. */
export interface Running {
  origin: string
  /** Bytes of memory that the process holds: now, or at most since the last question of that kind. */
  memory(which: 'now' | 'peak'): Promise<number>
  stop(): Promise<void>
}

const watcher = pathToFileURL(join(import.meta.dirname, 'watch.ts')).href
const patience = 30_000
const children = new Set<ChildProcess>()
process.on('exit', () => children.forEach(child => child.kill('SIGKILL')))

/** Our server as `npm start` runs it, with the same words for Node, on that database. */
export async function startOurs(databaseUrl: string | undefined, dataDir: string, settings: Record<string, string> = {}): Promise<Running> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  return start(startWords(), { origin, path: '/sign-in' }, {
    PORT: String(port), HOST: '127.0.0.1', BASE_URL: origin, DATA_DIR: dataDir, DEMO: '0', LOG_LEVEL: 'fatal', POSTS_PER_MINUTE: '1000000',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }), ...settings,
  })
}

/** The least that a server on this database can do: see floor.ts. */
export async function startFloor(databaseUrl: string, customerId: string): Promise<Running> {
  const port = await freePort()
  return start(['test/bench/floor.ts'], { origin: `http://127.0.0.1:${port}`, path: '/' }, { PORT: String(port), DATABASE_URL: databaseUrl, CUSTOMER: customerId })
}

function startWords(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').slice(1)
}

/** Starts a program and waits until it answers the request. */
async function start(words: string[], first: Request, env: Record<string, string>): Promise<Running> {
  const { PATH } = process.env
  const child = fork(words.at(-1) ?? '', {
    execArgv: [...words.slice(0, -1), '--import', watcher], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...(PATH !== undefined && { PATH }), NODE_ENV: 'production', ...env },
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  await answered(child, first)
  return {
    origin: first.origin,
    async memory(which) {
      child.send(which)
      return Number((await once(child, 'message'))[0])
    },
    stop: () => stop(child),
  }
}

async function answered(child: ChildProcess, first: Request): Promise<void> {
  const deadline = performance.now() + patience
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await send(first).catch(() => undefined)
    if (answer !== undefined && answer.status < 500) return
    await new Promise(resolve => setTimeout(resolve, 2))
  }
  throw new Error(`${first.origin}${first.path} did not answer`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.kill('SIGTERM')) return
  await once(child, 'exit')
}
