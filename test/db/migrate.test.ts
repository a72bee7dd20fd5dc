import { sql } from 'kysely'
import t from 'tap'
import { migrate } from '../../src/db/migrate.ts'
import { freshDatabase } from '../support/databases.ts'

t.test('migrating a database that is up to date', async t => {
  const { connection: { db }, drop } = await freshDatabase()
  t.teardown(drop)
  t.strictSame(await migrate(db), [], 'does nothing')
  t.strictSame(await Promise.all([migrate(db), migrate(db), migrate(db)]), [[], [], []], 'nor do three at once')
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  t.match(rows[0]?.name, /^0001_/)
})
