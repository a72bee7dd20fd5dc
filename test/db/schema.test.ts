import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/db/connect.ts'
import { freshDatabase } from '../support/databases.ts'
import { columns } from './columns.ts'

const theirs = readFileSync(new URL('phase-1.sql', import.meta.url), 'utf8')
const ours = readFileSync(new URL('../../migrations/0002_customer_features_phase_1.sql', import.meta.url), 'utf8')

interface Fact { at: string; says: string }

/** What the tables of a schema look like from within it: columns, constraints, and the indexes behind them. */
async function factsOf(db: Db, schema: string): Promise<Fact[]> {
  await sql`set search_path to ${sql.id(schema)}, public`.execute(db)
  const { rows } = await sql<Fact>`
    select c.relname || '.' || a.attname as at,
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end, 'default ' || pg_get_expr(d.adbin, d.adrelid)) as says
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace = ${schema}::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    union all
    select c.relname, pg_get_constraintdef(k.oid) from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = ${schema}::regnamespace and k.contype <> 'n'
    order by 1, 2`.execute(db)
  return rows
}

t.test('the schema of the first phase', async t => {
  t.equal(ours, theirs, 'is applied word for word')

  const { connection, drop } = await freshDatabase()
  t.teardown(drop)
  const missing = await connection.db.connection().execute(async db => {
    await sql`create schema theirs`.execute(db)
    await sql`set search_path to theirs, public`.execute(db)
    await sql.raw('create table profiles (id uuid primary key default uuid_generate_v4()); create table tickets (like profiles including all)').execute(db)
    await sql.raw(theirs).execute(db)
    const wanted = await factsOf(db, 'theirs')
    const found = new Set((await factsOf(db, 'public')).map(({ at, says }) => `${at}: ${says}`))
    t.ok(wanted.length > 30, `${wanted.length} facts`)
    return wanted.map(({ at, says }) => `${at}: ${says}`).filter(fact => !found.has(fact))
  })
  t.strictSame(missing, [], 'is what the tables are, to the last default and check, after all migrations')
})

t.test('the types say of the tables what the database says', async t => {
  const { connection, drop } = await freshDatabase()
  t.teardown(drop)
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely_%' and table_name not like 'pg_%'`.execute(connection.db)
  const sorted = (names: [string, string[]][]) => Object.fromEntries(names.map(([table, all]): [string, string[]] => [table, all.sort()]).sort())
  const found = [...Map.groupBy(rows, ({ table }) => table)].map(([table, all]): [string, string[]] => [table, all.map(({ column }) => column)])
  t.strictSame(sorted(found), sorted(Object.entries(columns).map(([table, names]): [string, string[]] => [table, Object.keys(names)])), 'src/db/schema.ts and test/db/columns.ts follow each migration')
})
