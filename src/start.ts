import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diskStorage, sweepFiles } from './attachments/index.ts'
import type { Config } from './config.ts'
import { connectEmbedded, connectPostgres, type Connection } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { openQueue, type Work } from './jobs/queue.ts'
import { createTransport, letterRenderer, sendQueued } from './notifications/index.ts'
import type { Services } from './services.ts'
import { forgottenPasswordJob, signUpJob, sweepSignIn } from './sign-in/index.ts'
import { closeResolved } from './tickets/index.ts'
import { openLive } from './web/live.ts'
import { createMarkdown } from './web/markdown/index.ts'
import { sweepSubmissions } from './web/submissions.ts'
import { constantHelpers, createEta } from './web/views.ts'

type Log = (sentence: string) => void

/** Opens the database, brings it up to date and readies everything that the app needs. Nothing listens yet. */
export async function openServices(config: Config, log: Log, connection = connect(config)): Promise<Services> {
  await mkdir(config.dataDir, { recursive: true })
  await migrate(connection.db)
  return {
    config, connection,
    storage: await diskStorage(config.dataDir),
    queue: await openQueue(connection.pool, connection.embedded, error => log(`The queue: ${error.message}`)),
    markdown: createMarkdown(),
    live: await openLive(connection),
    secret: config.SECRET ?? await keptSecret(config.dataDir),
  }
}

/** Starts the work that is done behind the pages: mails, confirmations, closing, sweeping. Returns how to stop it. */
export async function startWork({ config, connection: { db }, queue, storage }: Services, log: Log): Promise<(seconds: number) => Promise<void>> {
  const ui = constantHelpers(config, () => '', undefined)
  const transport = createTransport(config, letterRenderer(createEta({ plainText: true }), createEta(), ui), log)
  const work: Work = {
    'send-mail': ({ mailId }) => sendQueued(db, transport, config.baseUrl, mailId),
    'sign-up': ({ pendingId, next }) => signUpJob(db, queue, pendingId, next),
    'forgotten-password': ({ email }) => forgottenPasswordJob(db, queue, email),
    'close-resolved': () => closeResolved(db, queue, config.CLOSE_AFTER_DAYS),
    'sweep': async () => {
      await sweepFiles(db, storage)
      await sweepSignIn(db)
      await sweepSubmissions(db)
    },
  }
  await queue.start(work)
  return async seconds => {
    await queue.stop(seconds)
    transport.close()
  }
}

function connect({ DATABASE_URL, DATABASE_CONNECTIONS, dataDir }: Config): Connection {
  return DATABASE_URL === undefined ? connectEmbedded(dataDir) : connectPostgres(DATABASE_URL, DATABASE_CONNECTIONS)
}

/** The secret made at the first start. It outlives restarts, so open forms and sessions do too. */
async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret')
  try {
    return await readFile(path, 'utf8')
  } catch {
    const secret = randomBytes(32).toString('hex')
    await writeFile(path, secret, { mode: 0o600, flag: 'wx' })
    return secret
  }
}
