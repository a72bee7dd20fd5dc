import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { programs, unprivileged, type Owner } from './postgres-files.ts'
import { run } from './processes.ts'
import { freePort } from './port.ts'

export interface Server {
  url: string
  stop(): Promise<void>
}

// Nothing here has to survive a power cut, so nothing waits for the disk.
const settings = {
  listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '300', timezone: 'UTC',
  fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0',
  autovacuum: 'off', jit: 'off',
}
// A machine that runs every test at once may take long for anything, which is no fault of what is tested.
const patience = new URLSearchParams({ connect_timeout: '60', statement_timeout: '120000', lock_timeout: '60000', idle_in_transaction_session_timeout: '60000' })
const initdb = ['--username=postgres', '--auth=scram-sha-256', '--no-sync', '--encoding=UTF8', '--no-locale',
  '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--set=scram_iterations=1']

/** Starts a PostgreSQL of our own, with its data in `place`; its programs are copied to `folder` where they must. */
export async function startPostgres(folder: string, place = folder): Promise<Server> {
  const owner = await unprivileged()
  const bin = programs(folder, owner)
  const data = join(place, 'postgres')
  const password = randomBytes(16).toString('hex')

  await initialise(bin, data, password, owner)
  const port = await freePort()
  const server = await serve(bin, data, port, owner)
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres?${patience}`, stop: () => stop(server) }
}

async function initialise(bin: string, data: string, password: string, owner: Owner): Promise<void> {
  const secret = `${data}.password`
  mkdirSync(data)
  writeFileSync(secret, password, { mode: 0o600 })
  const { uid, gid } = owner
  if (uid !== undefined && gid !== undefined) for (const path of [data, secret]) chownSync(path, uid, gid)

  const { code, stdout, stderr } = await run(join(bin, 'initdb'), ['--pgdata', data, `--pwfile=${secret}`, ...initdb], { owner, cwd: data })
  if (code !== 0) throw new Error(`PostgreSQL could not prepare its data folder:\n${stdout}${stderr}`)
}

async function serve(bin: string, data: string, port: number, owner: Owner): Promise<ChildProcess> {
  const words = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...words], { ...owner, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] })
  process.once('exit', () => server.kill('SIGQUIT'))

  const log = await new Promise<string>((resolve, reject) => {
    let text = ''
    server.once('error', reject)
    server.once('close', () => resolve(text))
    server.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more
      if (text.includes(ready)) resolve(text)
    })
  })
  if (!log.includes(ready)) throw new Error(`PostgreSQL did not start:\n${log}`)
  return server
}

const ready = 'ready to accept connections'

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || !server.kill('SIGINT')) return
  await once(server, 'exit')
}
