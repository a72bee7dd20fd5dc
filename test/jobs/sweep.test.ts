import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { asked } from '../desk/desk.ts'
import { until } from '../support/until.ts'
import { world, type World } from '../support/world.ts'

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

t.test('the sweep removes what is over and keeps what is not', async t => {
  const w = await world(t)
  const { db, ada } = w
  await asked(w)
  await ada.upload('/tickets', { title: 'A draft', intent: 'draft' }, [{ name: 'kept.txt', content: 'kept' }])
  const [kept, old, young] = [await filesOf(w), 'aa-old', 'aa-young']
  for (const key of [old, young]) await keep(w, key)
  for (const key of [...kept, old]) await utimes(placeOf(w, key), hoursAgo(2), hoursAgo(2))

  const { id: profile_id } = ada
  await db.insertInto('submissions').values([submitted(50, 'aaaaaaaa-0000-4000-8000-000000000000'), submitted(40, 'bbbbbbbb-0000-4000-8000-000000000000')].map(row => ({ ...row, profile_id }))).execute()
  await db.insertInto('sessions').values([{ id: 'over', profile_id, expires_at: hoursAgo(25) }, { id: 'running', profile_id, expires_at: hoursAgo(-1) }]).execute()
  await db.insertInto('attempts').values([{ key: 'long ago', started_at: hoursAgo(25) }, { key: 'lately', started_at: hoursAgo(1) }]).execute()
  await db.insertInto('mails').values([{ address: 'a@b.example', kind: 'old', sent_at: hoursAgo(24 * 91), details: '{}' }, { address: 'a@b.example', kind: 'unsent', details: '{}', created_at: hoursAgo(24 * 91) }]).execute()
  const daysAgo = (days: number) => hoursAgo(24 * days).toISOString().slice(0, 10)
  await db.insertInto('help_counts').values([
    { day: daysAgo(402), kind: 'opened', subject: 'long ago', count: 9 }, { day: daysAgo(398), kind: 'opened', subject: 'lately' },
    { day: daysAgo(32), kind: 'searched', subject: 'once, a month ago' }, { day: daysAgo(32), kind: 'searched', subject: 'twice', count: 2 }, { day: daysAgo(28), kind: 'found nothing', subject: 'once' },
  ]).execute()
  const { id: ticket_id } = await db.selectFrom('tickets').select('id').executeTakeFirstOrThrow()
  await db.insertInto('participants').values([
    { email: 'never@answered.example', expires_at: hoursAgo(24 * 91), profile_id: null }, { email: 'lately@asked.example', expires_at: hoursAgo(24 * 89), profile_id: null }, { email: 'mona@example.com', expires_at: hoursAgo(24 * 91), profile_id: w.mona.id },
  ].map(row => ({ ...row, ticket_id, may: 'read' as const, token_hash: row.email }))).execute()
  await sweep(w)

  t.strictSame((await db.selectFrom('submissions').select('key').where('result', '=', 'test').execute()).map(({ key }) => key), ['bbbbbbbb-0000-4000-8000-000000000000'])
  t.strictSame((await db.selectFrom('sessions').select('id').where('id', 'in', ['over', 'running']).execute()).map(({ id }) => id), ['running'])
  t.strictSame((await db.selectFrom('attempts').select('key').where('key', 'in', ['long ago', 'lately']).execute()).map(({ key }) => key), ['lately'])
  t.strictSame((await db.selectFrom('mails').select('kind').where('kind', 'in', ['old', 'unsent']).execute()).map(({ kind }) => kind), ['unsent'])
  t.strictSame((await db.selectFrom('help_counts').select('subject').orderBy('subject').execute()).map(({ subject }) => subject), ['lately', 'once', 'twice'])
  t.strictSame((await db.selectFrom('participants').select('email').orderBy('email').execute()).map(({ email }) => email), ['lately@asked.example', 'mona@example.com'])
  t.strictSame(await filesOf(w), [...kept, young].toSorted(), 'files that have a row, or may still get one, stay')
  t.match((await ada.get('/tickets')).$('.drafts').text(), /A draft/, 'nothing that was typed is swept')
})

const submitted = (hours: number, key: string) => ({ key, content_hash: '', result: 'test', created_at: hoursAgo(hours) })

const placeOf = ({ dataDir }: World, key: string) => join(dataDir, 'files', key.slice(0, 2), key)

async function keep(w: World, key: string): Promise<void> {
  await mkdir(dirname(placeOf(w, key)), { recursive: true })
  await writeFile(placeOf(w, key), 'left by a crash')
}

async function filesOf({ dataDir }: World): Promise<string[]> {
  const folders = await readdir(join(dataDir, 'files'))
  return (await Promise.all(folders.map(folder => readdir(join(dataDir, 'files', folder))))).flat().sort()
}

async function sweep(w: World): Promise<void> {
  await w.db.transaction().execute(trx => w.services.queue.enqueue(trx, 'sweep', {}))
  await w.work()
  const done = async () => (await sql<{ state: string }>`select state from pgboss.job where name = 'sweep'`.execute(w.db)).rows.every(({ state }) => state === 'completed')
  await until(done)
}
