import { openStorage, ownFiles } from './attachments/index.ts'
import type { Config } from './config.ts'
import { connectPostgres, type Connection } from './db/connect.ts'
import { makeFolder } from './db/folder.ts'
import { lockFolder } from './db/lock.ts'
import { migrate } from './db/migrate.ts'
import { placeOf, reachDatabase } from './db/reach.ts'
import { openMemory } from './help/index.ts'
import { openQueue } from './jobs/queue.ts'
import { startMailIn } from './mail-in/index.ts'
import { openPost, sendMails } from './notifications/index.ts'
import type { Services } from './services.ts'
import { setSiteLanguage } from './web/i18n.ts'
import { openLive } from './web/live.ts'
import { createMarkdown } from './web/markdown/index.ts'
import { keptSecret } from './web/secret.ts'
import { workOf } from './work.ts'

type Log = (sentence: string) => void

/** Opens the database, brings it up to date and readies everything that the app needs. Nothing listens yet. */
export async function openServices(config: Config, log: Log, given?: Connection): Promise<Services> {
  // Files, mails, the secret and the embedded database: nobody else's business on this machine.
  await makeFolder(config.dataDir)
  setSiteLanguage(config.SITE_LANGUAGE)
  const storage = await openStorage(config, log)
  const connection = given ?? await connect(config)
  await reachDatabase(connection, config.DATABASE_URL === undefined ? config.dataDir : placeOf(config.DATABASE_URL), log)
  await migrate(connection.db)
  if (!await ownFiles(connection.db, storage)) log(`The files in ${storage.place} belong to another database: none of them will be swept away.`)
  return {
    config, connection, storage,
    queue: await openQueue(connection, error => log(`The queue: ${error.message}`)),
    markdown: createMarkdown(),
    live: await openLive(connection),
    helpMemory: await openMemory(connection),
    secret: config.SECRET ?? await keptSecret(config.dataDir),
  }
}

/** Starts the work that is done behind the pages: mails, confirmations, closing, sweeping. Returns how to stop it. */
export async function startWork(services: Services, log: Log): Promise<(seconds: number) => Promise<void>> {
  const { config, connection: { db }, queue, secret } = services
  const ending = new AbortController()
  const post = openPost({ config, db, queue, secret, ending: ending.signal }, log)
  await queue.start(workOf(services, log), { 'send-mail': jobs => sendMails(post, jobs.map(({ mailId }) => mailId)) })
  const stopMailIn = await startMailIn(services, log)
  return async seconds => {
    ending.abort()
    await stopMailIn()
    await queue.stop(seconds)
    post.transport.close()
  }
}

async function connect({ DATABASE_URL, DATABASE_CONNECTIONS, dataDir }: Config): Promise<Connection> {
  if (DATABASE_URL !== undefined) return connectPostgres(DATABASE_URL, DATABASE_CONNECTIONS)
  // Loaded only where it is the database: processes on PostgreSQL are the lighter for it.
  const { connectEmbedded } = await import('./db/embedded.ts')
  const unlock = await lockFolder(dataDir)
  const connection = await connectEmbedded(dataDir)
  return { ...connection, async close() {
    await connection.close()
    await unlock()
  } }
}
