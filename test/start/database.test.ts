import { sql } from 'kysely'
import t from 'tap'
import { tidy } from '../../src/db/tidy.ts'
import { freshDatabase } from '../support/databases.ts'
import { addPerson, home, tested } from '../support/home.ts'
import { startProgram } from '../support/program.ts'
import { lineTo } from '../support/proxy.ts'
import { until } from '../support/until.ts'
import { Visitor } from '../support/visitor.ts'

const { env, inspect, databaseUrl = '' } = await home(t)
const { sessionId } = await inspect(db => addPerson(db, 'Ada'))

t.test('a form that was open before a restart is taken after it, by whoever was signed in', async t => {
  const ada = new Visitor(sessionId)
  const first = startProgram(t, env)
  const proof = await ada.proof(`${await first.url()}/tickets/new`)
  first.kill('SIGTERM')
  await first.ended

  const second = startProgram(t, env)
  const sent = await ada.post(`${await second.url()}/tickets`, { ...proof, category: 'other', title: 'Begun yesterday', description: 'Sent today.', priority: 'low', intent: 'send' })
  t.equal(sent.status, 303, sent.body)
  t.equal(sent.location, '/tickets/1001/sent')
})

t.test('the hourly sweep does for PGlite what PostgreSQL does by itself, and leaves PostgreSQL alone', async t => {
  const { connection, drop } = await freshDatabase()
  t.teardown(drop)
  const { db } = connection
  const dead = async () => (await sql<{ n_dead_tup: number }>`select n_dead_tup from pg_stat_user_tables where relname = 'attempts'`.execute(db)).rows[0]?.n_dead_tup ?? 0
  await sql`insert into attempts (key) select number::text from generate_series(1, 1000) as number`.execute(db)
  await sql`delete from attempts`.execute(db)
  await sql`select pg_stat_force_next_flush()`.execute(db)
  t.equal(await dead(), 1000)

  await tidy(connection)
  t.equal(await dead(), tested === 'embedded' ? 0 : 1000)
})

if (tested === 'postgres') {
  t.test('while the database is away there is a page that says so, and afterwards all is as before', async t => {
    const line = await lineTo(t, databaseUrl)
    const program = startProgram(t, { ...env, DATABASE_URL: line.url, LOG_LEVEL: 'silent' })
    const url = await program.url()
    const ada = new Visitor(sessionId)
    const proof = await ada.proof(`${url}/tickets/new`)
    t.equal((await ada.get(`${url}/health/ready`)).status, 200)

    await line.cut()
    const refused = await ada.get(`${url}/tickets`)
    t.equal(refused.status, 503)
    t.match(refused.headers.get('retry-after'), /^\d+$/)
    t.equal(refused.$('h1').length, 1, 'a page of the product')
    const unsent = await ada.post(`${url}/tickets`, { ...proof, category: 'other', title: 'Now?', description: 'Kept for you.', priority: 'low', intent: 'send' })
    t.equal(unsent.status, 503)
    t.equal((await ada.get(`${url}/health/ready`)).status, 503)
    t.equal((await ada.get(`${url}/health/live`)).status, 200, 'the process is well')

    await line.mend()
    // The pool may still hold a dead line or two; each is found out by one request at most.
    t.ok(await until(async () => (await ada.get(`${url}/tickets`)).status === 200), 'the session holds')
    t.ok(await until(async () => (await ada.get(`${url}/health/ready`)).status === 200))
  })

  t.test('a database that comes up later is waited for', async t => {
    const line = await lineTo(t, databaseUrl)
    await line.cut()
    const program = startProgram(t, { ...env, DATABASE_URL: line.url })
    await program.says(/Waiting for PostgreSQL at 127\.0\.0\.1:\d+\/guichet_\S+ .*ECONNREFUSED/)
    await line.mend()
    t.equal((await fetch(`${await program.url()}/health/ready`)).status, 200)
  })

  t.test('a database that lets us not in is named in a sentence, without the password', async t => {
    const program = startProgram(t, { ...env, DATABASE_URL: Object.assign(new URL(databaseUrl), { password: 'open-sesame' }).href })
    t.equal((await program.ended).code, 1)
    t.match(program.output(), /does not let us in: password authentication failed/)
    t.notMatch(program.output(), 'open-sesame')
    t.notMatch(program.output(), /^ +at /m, 'no stack')
  })
}
