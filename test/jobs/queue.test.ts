import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openQueue, type Work } from '../../src/jobs/queue.ts'
import { freshDatabase } from '../support/databases.ts'
import { until } from '../support/until.ts'

t.test('a job is done if and only if its transaction commits', async t => {
  const { db, queue } = await fresh(t)
  const done: string[] = []
  await queue.start({ 'send-mail': async ({ mailId }) => void done.push(mailId) })
  await db.transaction().execute(trx => queue.enqueue(trx, 'send-mail', { mailId: 'committed' }))
  await db.transaction().execute(async trx => {
    await queue.enqueue(trx, 'send-mail', { mailId: 'rolled back' })
    throw new Error('no')
  }).catch(() => {})
  await db.transaction().execute(trx => queue.enqueue(trx, 'send-mail', { mailId: 'later' }))

  await until(() => done.includes('later'))
  t.strictSame(done.toSorted(), ['committed', 'later'])
})

t.test('a job that fails is tried again, and holds up no other', async t => {
  const { db, queue, problems } = await fresh(t)
  const tried: string[] = []
  await db.transaction().execute(async trx => {
    for (const mailId of ['bad', 'good', 'better']) await queue.enqueue(trx, 'send-mail', { mailId })
  })
  await queue.start({ 'send-mail': async ({ mailId }) => {
    tried.push(mailId)
    if (mailId === 'bad' && tried.filter(id => id === 'bad').length < 2) throw new Error('mail server away')
  } })

  await until(() => tried.filter(id => id === 'bad').length === 2)
  t.strictSame(tried.filter(id => id !== 'bad').toSorted(), ['better', 'good'])
  t.strictSame(problems, ['send-mail: mail server away'])
})

t.test('many jobs at once are each done once', async t => {
  const { db, queue } = await fresh(t)
  const done: string[] = []
  const wanted = Array.from({ length: 60 }, (_, at) => String(at))
  await queue.start({ 'send-mail': async ({ mailId }) => void done.push(mailId) })
  await Promise.all(wanted.map(mailId => db.transaction().execute(trx => queue.enqueue(trx, 'send-mail', { mailId }))))
  await until(() => done.length >= wanted.length)
  t.strictSame(done.toSorted(), wanted.toSorted())
})

t.test('stopping lets a running job finish', async t => {
  const { db, queue } = await fresh(t)
  let state = 'waiting'
  const work: Work = { 'send-mail': async () => {
    state = 'running'
    await sleep(500)
    state = 'done'
  } }
  await queue.start(work)
  await db.transaction().execute(trx => queue.enqueue(trx, 'send-mail', { mailId: '1' }))
  await until(() => state === 'running')
  await queue.stop(60)
  t.equal(state, 'done')
})

t.test('stopping does not wait for ever', async t => {
  const { db, queue, connection } = await fresh(t)
  let started = false
  await queue.start({ 'send-mail': () => {
    started = true
    return new Promise(() => {})
  } })
  await db.transaction().execute(trx => queue.enqueue(trx, 'send-mail', { mailId: '1' }))
  await until(() => started)
  await queue.stop(1)

  const { rows } = await connection.pool.query<{ state: string }>("select state from pgboss.job where name = 'send-mail'")
  t.strictSame(rows, [{ state: 'retry' }], 'the job is given back')
})

t.test('pages wait for no job: the one connection of the embedded database stays free', async t => {
  const { db, queue } = await fresh(t)
  let started = false
  await queue.start({ 'send-mail': () => {
    started = true
    return new Promise(() => {})
  } })
  await db.transaction().execute(trx => queue.enqueue(trx, 'send-mail', { mailId: '1' }))
  await until(() => started)
  t.strictSame(await db.selectFrom('profiles').select('id').execute(), [])
})

async function fresh(t: Test) {
  const { connection, drop } = await freshDatabase()
  const problems: string[] = []
  const queue = await openQueue(connection, error => problems.push(error.message))
  t.teardown(async () => {
    await queue.stop(1)
    await drop()
  })
  return { queue, connection, db: connection.db, problems }
}
