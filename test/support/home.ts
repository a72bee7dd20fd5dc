import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Db } from '../../src/db/connect.ts'
import { connectEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Role } from '../../src/db/schema.ts'
import { hashSessionId } from '../../src/sign-in/index.ts'
import { freshDatabase } from './databases.ts'

/** Where a program keeps its things: a folder, and a database of the kind that is being tested. */
export interface Home {
  dataDir: string
  env: Record<string, string>
  /** The PostgreSQL database; undefined where the program has PGlite in its folder. */
  databaseUrl: string | undefined
  /** Asks the database directly. With PGlite only while no program runs: it belongs to one process. */
  inspect<T>(ask: (db: Db) => Promise<T>): Promise<T>
}

export type Kind = 'postgres' | 'embedded'
type Teardown = { teardown(end: () => unknown): void }

/** The kind that this run of the tests is about. */
export const tested: Kind = process.env['TEST_DATABASE_URL'] === undefined || process.env['TEST_DATABASE'] === 'embedded' ? 'embedded' : 'postgres'

export async function home(t: Teardown, kind = tested): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guichet-home-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  return kind === 'postgres' ? withPostgres(t, dataDir) : withPglite(dataDir)
}

async function withPostgres(t: Teardown, dataDir: string): Promise<Home> {
  const { connection, url, drop } = await freshDatabase()
  t.teardown(drop)
  return { dataDir, databaseUrl: url, env: { DATA_DIR: dataDir, DATABASE_URL: url ?? '' }, inspect: ask => ask(connection.db) }
}

function withPglite(dataDir: string): Home {
  return { dataDir, databaseUrl: undefined, env: { DATA_DIR: dataDir }, async inspect(ask) {
    const connection = await connectEmbedded(dataDir)
    try {
      await migrate(connection.db)
      return await ask(connection.db)
    } finally {
      await connection.close()
    }
  } }
}

export interface Inhabitant { id: string; sessionId: string }

/** A person who is signed in already: `sessionId` is what their cookie holds. */
export async function addPerson(db: Db, name: string, role: Role = 'customer'): Promise<Inhabitant> {
  const sessionId = randomBytes(20).toString('hex')
  const { id } = await db.insertInto('profiles').values({ email: `${name.toLowerCase()}@example.com`, full_name: name, role }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('sessions').values({ id: hashSessionId(sessionId), profile_id: id, expires_at: new Date(Date.now() + 29 * 86_400_000) }).execute()
  return { id, sessionId }
}
