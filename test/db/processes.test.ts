import t from 'tap'
import { connectPostgres, type Connection } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { servedWorld, until, type ServedWorld } from './server.ts'

t.test('several processes on one database', async t => {
  const w = await servedWorld(t)
  const { other, databaseUrl } = w

  await t.test('migrate it once, however many start at the same moment', async t => {
    const [first, ...rest] = await emptyDatabase(w, t, 3)
    const ran = await Promise.all([first, ...rest].map(({ db }) => migrate(db)))
    t.strictSame(ran.map(names => names.length > 0).sort(), [false, false, true])
    t.strictSame(await migrate(first.db), [])
    const { rows } = await first.pool.query('show statement_timeout')
    t.strictSame(rows, [{ statement_timeout: '10s' }], 'and after that are as short of patience as before')
  })

  await t.test('go on when another one has added to a table that they read', async t => {
    const mine = connectPostgres(databaseUrl, 2)
    t.teardown(mine.close)
    const read = () => mine.db.selectFrom('attempts').selectAll().where('key', '=', 'x').execute()
    await mine.db.insertInto('attempts').values({ key: 'x' }).execute()
    await Promise.all([read(), read()])
    await other.query("alter table attempts add column added text default 'by another'")
    t.match(await read(), [{ key: 'x', added: 'by another' }])
    await other.query('alter table attempts drop column added')
    await t.rejects(mine.db.transaction().execute(trx => trx.selectFrom('attempts').selectAll().where('key', '=', 'x').execute()), { code: '0A000' }, 'a transaction cannot, but the next one can')
    t.equal((await mine.db.transaction().execute(trx => trx.selectFrom('attempts').selectAll().where('key', '=', 'x').execute())).length, 1)
    t.match(await read(), [{ key: 'x' }])
  })

  await t.test('hear what one of them tells', async t => {
    const mine = connectPostgres(databaseUrl, 1)
    t.teardown(mine.close)
    const heard: string[] = []
    const stop = await mine.listen('here', payload => heard.push(payload))
    await mine.listen('there', payload => heard.push(`there: ${payload}`))
    await other.query("notify here, 'one'; notify there, 'two'; notify nowhere, 'three'")
    await until(() => heard.length === 2)
    await stop()
    await other.query("notify here, 'four'; notify there, 'five'")
    await until(() => heard.length === 3)
    t.strictSame(heard, ['one', 'there: two', 'there: five'])
  })
})

async function emptyDatabase({ other, databaseUrl }: ServedWorld, t: Tap, count: number): Promise<[Connection, ...Connection[]]> {
  const name = `empty_${process.pid}`
  await other.query(`create database ${name}`)
  t.teardown(() => other.query(`drop database ${name} with (force)`))
  // With the product's own limits, but for the one on connecting.
  const url = Object.assign(new URL(databaseUrl), { pathname: name, search: 'connect_timeout=60' }).href
  const [first, ...rest] = Array.from({ length: count }, () => connectPostgres(url, 2))
  if (first === undefined) throw new Error('no connection')
  for (const { close } of [first, ...rest]) t.teardown(close)
  return [first, ...rest]
}

type Tap = Parameters<typeof servedWorld>[0]
