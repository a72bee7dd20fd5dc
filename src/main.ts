import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildApp } from './app.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { CannotStart } from './db/reach.ts'
import type { Services } from './services.ts'
import { openServices, startWork } from './start.ts'

/** Seconds for stopping: for requests that run, then for jobs that run, and at most for all of it. */
const patience = { requests: 6, jobs: 2, all: 9.5 }
const say = (sentence: string) => console.log(sentence)

/** What is open, and has to be closed in the other order. */
const closers: (() => Promise<unknown>)[] = []
let report: (error: unknown) => void = console.error
let stopping = false

// From the first moment: as the first process of a container, we would not hear of SIGTERM otherwise.
closeWithGrace({ delay: patience.all * 1_000, logger: false, onSecondError: error => report(error) }, async ({ err }) => {
  stopping = true
  if (err !== undefined) report(err)
  await closeAll()
})

try {
  await start(readConfig())
} catch (error) {
  if (!stopping) {
    console.error(explained(error))
    await closeAll()
    process.exit(1)
  }
}

async function start(config: Config): Promise<void> {
  const services = await openServices(config, say)
  closers.push(() => services.connection.close(), () => services.markdown.close())
  const demo = config.demo ? await import('./demo/index.ts') : undefined
  await demo?.fillDemo(services)
  const app = await buildApp(services)
  report = error => app.log.fatal(error)
  const stopWork = await startWork(services, say)
  closers.push(() => stopWork(patience.jobs), () => stopServing(app, services))
  const address = await listen(app, config)
  say(config.PORT === 0 ? `${config.SITE_NAME} listens at ${address}` : `${config.SITE_NAME} is open at ${config.baseUrl}`)
  if (demo !== undefined) say(`Demo sign-ins, all with the password "${demo.demoSignIns.password}":\n${demo.demoSignIns.people.map(({ email, who }) => `  ${email} (${who})`).join('\n')}`)
}

async function listen(app: FastifyInstance, { PORT: port, HOST: host }: Config): Promise<string> {
  try {
    return await app.listen({ port, host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new CannotStart(`Another program already listens at port ${port}. Stop that one, or set PORT to another number.`)
    if (code === 'EACCES') throw new CannotStart(`This user may not listen at port ${port}. Set PORT to a number above 1023.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new CannotStart(`HOST is ${host}, which is no address of this machine. For all of its addresses, set it to 0.0.0.0.`)
    throw error
  }
}

/** No new connections, streams told to come back, and running requests finished, if they are in time. */
async function stopServing(app: FastifyInstance, { live }: Services): Promise<void> {
  app.leaving = true
  live.close()
  await Promise.race([app.close(), sleep(patience.requests * 1_000)])
}

async function closeAll(): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close()
}

/** What the person at the terminal can act on is said in a sentence; anything else comes with its stack. */
function explained(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof CannotStart) return error.message
  const { syscall, path, message } = error as NodeJS.ErrnoException
  return syscall !== undefined && path !== undefined ? `This cannot start: ${message}` : error
}
