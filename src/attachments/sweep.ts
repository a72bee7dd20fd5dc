import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { keyColumns } from './key-columns.ts'
import type { Storage } from './storage/index.ts'

const hour = 3_600_000
const batch = 500

/** True where these files are this database's. Said at the start, it makes a fresh folder ours; later, it keeps us from sweeping another's. */
export async function ownFiles(db: Db, storage: Storage): Promise<boolean> {
  const { id } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow()
  return storage.belongsTo(id)
}

/** Removes files that a crash left without a row. Younger than an hour, one may still be about to get its row. */
export async function sweepFiles(db: Db, storage: Storage, age = hour): Promise<number> {
  if (!await ownFiles(db, storage)) return 0
  let removed = 0
  let keys: string[] = []
  const flush = async () => {
    const needed = keys.length === 0 ? new Set() : await keysInUse(db, keys)
    for (const key of keys.filter(key => !needed.has(key))) {
      await storage.remove(key)
      removed += 1
    }
    keys = []
  }
  for await (const key of storage.keysOlderThan(age)) {
    if (keys.push(key) >= batch) await flush()
  }
  await flush()
  await storage.clearReceived(age)
  return removed
}

/** Of these keys, the ones that something still needs. */
async function keysInUse(db: Db, keys: string[]): Promise<Set<string>> {
  const uses = keyColumns.map(({ table, column, needed = sql`true` }) =>
    sql`select ${sql.ref(column)} as key from ${sql.table(table)} where ${sql.ref(column)} = any(${keys}::text[]) and ${needed}`)
  const { rows } = await sql<{ key: string }>`${sql.join(uses, sql` union all `)}`.execute(db)
  return new Set(rows.map(({ key }) => key))
}
