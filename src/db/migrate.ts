import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import type { Db } from './connect.ts'

const folder = new URL('../../migrations/', import.meta.url)

/** Feeds the numbered .sql files in migrations/ to Kysely's own migrator, which keeps the ledger and the lock. */
const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter(name => name.endsWith('.sql'))
    return Object.fromEntries(names.map(name => [name, fromFile(name)]))
  },
}

/** Brings the database up to the newest migration and says which ones ran. Safe when several processes start at once. */
export async function migrate(db: Db): Promise<string[]> {
  const { error, results = [] } = await new Migrator({ db, provider: sqlFiles }).migrateToLatest()
  if (error !== undefined) throw error
  return results.map(({ migrationName }) => migrationName)
}

function fromFile(name: string): Migration {
  return {
    async up(db) {
      await sql.raw(await readFile(new URL(name, folder), 'utf8')).execute(db)
    },
  }
}
