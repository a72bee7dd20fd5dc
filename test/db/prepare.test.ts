import { randomUUID } from 'node:crypto'
import t from 'tap'
import { connectPostgres } from '../../src/db/connect.ts'
import { servedWorld } from './server.ts'

t.test('a statement is prepared once a connection', async t => {
  const { databaseUrl } = await servedWorld(t)
  const { db, pool, close } = connectPostgres(databaseUrl, 1)
  t.teardown(close)
  const prepared = async () => (await pool.query<{ statement: string }>('select statement from pg_prepared_statements')).rows.map(({ statement }) => statement)
  const keep = (rows: number) => db.insertInto('attempts').values(Array.from({ length: rows }, () => ({ key: randomUUID() }))).execute()

  await keep(1)
  await keep(1)
  t.equal((await prepared()).length, 1)
  for (let rows = 2; rows <= 200; rows++) await keep(rows)
  t.equal((await prepared()).length, 50, 'but not one for each length that a long list can have')
})
