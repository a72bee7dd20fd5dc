import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { servedWorld, until } from './server.ts'

const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }
const killAll = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'

t.test('when the server ends every connection', async t => {
  const { ada, other, services, db } = await servedWorld(t)
  const heard: string[] = []
  const form = { ...ticket, ...await ada.proof() }
  services.live.subscribe(({ actorName }) => heard.push(actorName))
  t.equal((await ada.get('/tickets')).status, 200)

  await t.test('pages come back by themselves', async t => {
    for (let time = 0; time < 5; time++) {
      await other.query(killAll)
      await until(async () => {
        const { status } = await ada.get('/tickets')
        t.ok([200, 503].includes(status), `${status}`)
        return status === 200
      })
    }
  })

  await t.test('a transaction that is cut off between two queries fails, and nothing else does', async t => {
    await t.rejects(db.transaction().execute(async trx => {
      await trx.insertInto('attempts').values({ key: 'half' }).execute()
      await other.query(killAll)
      await sleep(200)
      await trx.insertInto('attempts').values({ key: 'whole' }).execute()
    }))
    t.strictSame(await db.selectFrom('attempts').select('key').where('key', 'in', ['half', 'whole']).execute(), [])
  })

  await t.test('a form that meets it is either accepted or comes back as it was', async t => {
    for (let time = 0; time < 10; time++) {
      const [{ status, $, location }] = await Promise.all([ada.post('/tickets', { ...form, title: `Printer ${time}` }), other.query(killAll)])
      if (status === 503) t.equal($('main [name=title]').val(), `Printer ${time}`)
      else t.match(location, /^\/tickets\/\d+\/sent$/)
    }
    await until(async () => (await ada.post('/tickets', { ...form, title: 'The last' })).status === 303)
    t.equal((await db.selectFrom('tickets').select('id').where('title', '=', 'The last').execute()).length, 1)
  })

  await t.test('what other processes tell is heard again', async t => {
    await other.query(killAll)
    const change = { ticketId: 'x', customerId: 'x', actorId: 'x', actorName: 'Grace', kind: 'replied' }
    await until(async () => {
      await other.query("select pg_notify('ticket_changes', $1)", [JSON.stringify(change)])
      return heard.includes('Grace')
    })
    t.ok(heard.includes('Grace'))
  })
})
