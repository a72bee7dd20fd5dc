import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deleteAccounts, emailChangeJob, makeArchive, sweepArchives, sweepEmailChanges } from './account/index.ts'
import { openStorage, ownFiles, sweepFiles } from './attachments/index.ts'
import type { Config } from './config.ts'
import { connectPostgres, type Connection } from './db/connect.ts'
import { makeFolder } from './db/folder.ts'
import { lockFolder } from './db/lock.ts'
import { migrate } from './db/migrate.ts'
import { placeOf, reachDatabase } from './db/reach.ts'
import { tidy } from './db/tidy.ts'
import { makeUnmade, openMemory, publishDue, sweepCounts, sweepGuides } from './help/index.ts'
import { openQueue, type Work } from './jobs/queue.ts'
import { startMailIn, sweepMailIn, takeMail } from './mail-in/index.ts'
import { openPost, queueDigests, sendMails, sweepMails, sweepNotifications } from './notifications/index.ts'
import type { Services } from './services.ts'
import { forgottenPasswordJob, signInFailedJob, signUpJob, sweepSignIn } from './sign-in/index.ts'
import { closeResolved, sweepInvitations } from './tickets/index.ts'
import { setSiteLanguage } from './web/i18n.ts'
import { openLive } from './web/live.ts'
import { createMarkdown } from './web/markdown/index.ts'
import { sweepSubmissions } from './web/submissions.ts'

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
export async function startWork({ config, connection, markdown, queue, storage, secret }: Services, log: Log): Promise<(seconds: number) => Promise<void>> {
  const { db } = connection
  const needs = { config, connection, markdown, queue, storage, secret }
  const ending = new AbortController()
  const post = openPost({ config, db, queue, secret, ending: ending.signal }, log)
  const work: Work = {
    'take-mail': ({ mailId }) => takeMail(needs, mailId, log),
    'sign-up': ({ pendingId, next }) => signUpJob(db, queue, pendingId, next),
    'forgotten-password': ({ email }) => forgottenPasswordJob(db, queue, email),
    'sign-in-failed': ({ email, ...origin }) => signInFailedJob(db, email, origin),
    'change-email': ({ profileId, language }) => emailChangeJob(db, queue, profileId, language),
    'make-archive': ({ archiveId }) => makeArchive({ db, storage, config, queue }, archiveId),
    'delete-accounts': () => deleteAccounts(db),
    'digests': () => queueDigests(db, queue, config.TIME_ZONE),
    'close-resolved': () => closeResolved(db, queue, config.CLOSE_AFTER_DAYS),
    'publish-due': async () => {
      await publishDue(db)
      await makeUnmade({ db, markdown })
    },
    'sweep': async () => {
      await sweepGuides(db)
      await sweepInvitations(db)
      await sweepSignIn(db)
      await sweepEmailChanges(db)
      await sweepArchives(db)
      await sweepSubmissions(db)
      await sweepMails(db)
      await sweepMailIn(db, queue)
      await sweepNotifications(db)
      await sweepCounts(db)
      await tidy(connection)
      // Last: those of what was forgotten go too, and a bucket that is away keeps nothing else from being swept.
      await sweepFiles(db, storage)
    },
  }
  await queue.start(work, { 'send-mail': jobs => sendMails(post, jobs.map(({ mailId }) => mailId)) })
  const stopMailIn = await startMailIn(needs, log)
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

/** The secret made at the first start. It outlives restarts, so open forms and sessions do too. */
async function keptSecret(dataDir: string): Promise<string> {
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
