import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import type { Db } from './connect.ts'

const folder = new URL('../../migrations/', import.meta.url)

const limits = [sql.id('statement_timeout'), sql.id('lock_timeout'), sql.id('idle_in_transaction_session_timeout')]

/** Feeds the numbered .sql files in migrations/ to Kysely's own migrator, which keeps the ledger and the lock. */
const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter(name => name.endsWith('.sql'))
    return Object.fromEntries(names.map(name => [name, fromFile(name)]))
  },
}

/** Brings the database up to the newest migration and says which ones ran. Safe when several processes start at once. */
export async function migrate(db: Db): Promise<string[]> {
  return db.connection().execute(async one => {
    await patiently(one)
    const { error, results = [] } = await new Migrator({ db: one, provider: sqlFiles }).migrateToLatest().finally(() => asBefore(one))
    if (error !== undefined) throw error
    return results.map(({ migrationName }) => migrationName)
  })
}

/** A page may not wait long; a migration may, for its turn and for a large table. */
async function patiently(db: Db): Promise<void> {
  for (const limit of limits) await sql`set ${limit} = 0`.execute(db)
}

async function asBefore(db: Db): Promise<void> {
  for (const limit of limits) await sql`reset ${limit}`.execute(db)
}

function fromFile(name: string): Migration {
  return {
    async up(db) {
      await sql.raw(await readFile(new URL(name, folder), 'utf8')).execute(db)
    },
  }
}
