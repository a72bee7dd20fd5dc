import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Db } from '../../src/db/connect.ts'
import type { Role } from '../../src/db/schema.ts'
import { hashPassword, hashSessionId } from '../../src/sign-in/index.ts'
import { openServices, startWork } from '../../src/start.ts'
import { createMarkdown } from '../../src/web/markdown/index.ts'
import { client, type Client } from './client.ts'
import { freshDatabase } from './databases.ts'

export const origin = 'http://support.test'
export const password = 'correct horse battery'

/** What worlds share, for it keeps nothing of them: starting the thread, or hashing, costs more than many a test. */
const markdown = createMarkdown()
let hash: Promise<string> | undefined

export interface Someone extends Client { id: string; email: string; name: string; role: Role; sessionId: string }

/**
 * A fresh app on its own database, and the same four people everywhere: Ada owns tickets, Carl is another
 * customer who must never learn of them, Grace is an agent, Mona an admin. Each is signed in; `visitor` is not.
 */
export async function world(t: Test, settings: Record<string, string> = {}) {
  const { connection, drop, url } = await freshDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'guichet-test-'))
  const config = readConfig({ BASE_URL: origin, DATA_DIR: dataDir, DEMO: '0', LOG_LEVEL: 'silent', ...settings })
  const logged: string[] = []
  // Copied, because a test may put something in the place of a method.
  const services = { ...await openServices(config, sentence => logged.push(sentence), connection), markdown: { ...markdown } }
  const app = await buildApp(services)
  const stops: (() => Promise<unknown>)[] = []

  t.teardown(async () => {
    for (const stop of stops) await stop()
    services.live.close()
    await app.close()
    await services.queue.stop(1)
    await drop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const { db } = connection
  const password_hash = await (hash ??= hashPassword(password))
  const person = async (name: string, role: Role): Promise<Someone> => {
    const email = `${name.toLowerCase()}@example.com`
    const { id } = await db.insertInto('profiles').values({ email, full_name: name, role }).returning('id').executeTakeFirstOrThrow()
    await db.insertInto('credentials').values({ profile_id: id, password_hash }).execute()
    const sessionId = await session(db, id)
    return { id, email, name, role, sessionId, ...client(t, app, { session: sessionId }) }
  }

  return {
    app, db, services, config, dataDir, logged, databaseUrl: url,
    ada: await person('Ada', 'customer'),
    carl: await person('Carl', 'customer'),
    grace: await person('Grace', 'agent'),
    mona: await person('Mona', 'admin'),
    visitor: client(t, app, {}),
    /** Another browser, signed out. */
    browser: () => client(t, app, {}),
    /** Does the work behind the pages (mails and so on) from here on, until the test ends. */
    async work() {
      const stop = await startWork(services, sentence => logged.push(sentence))
      stops.push(() => stop(1))
    },
  }
}

export type World = Awaited<ReturnType<typeof world>>

async function session(db: Db, profile_id: string): Promise<string> {
  const id = randomBytes(20).toString('hex')
  await db.insertInto('sessions').values({ id: hashSessionId(id), profile_id, expires_at: new Date(Date.now() + 29 * 86_400_000) }).execute()
  return id
}
