import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { connectPostgres } from '../../src/db/connect.ts'
import { client, swap } from '../support/client.ts'
import { world } from '../support/world.ts'

const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }

t.test('while the database is away', async t => {
  const { services, ada, visitor } = await world(t)
  const proof = await ada.proof()
  const connection = connectPostgres('postgres://nobody@127.0.0.1:1/nowhere')
  const app = await buildApp({ ...services, connection })
  t.teardown(async () => {
    await app.close()
    await connection.close()
  })
  const cut = client(t, app, ada.cookies)

  await t.test('pages say so, when to come back, and that nothing is lost', async t => {
    for (const url of ['/tickets', '/', '/sign-in', '/tickets/1001', '/desk', '/nowhere']) {
      const { status, $, response } = await cut.get(url)
      t.equal(status, 503, url)
      t.equal(response.headers['retry-after'], '5')
      t.match($('h1').text(), /Back in a moment/)
      t.notMatch($.html(), /ECONNREFUSED|127\.0\.0\.1/)
    }
    t.equal((await cut.get('/tickets', swap('ticket-list'))).response.headers['hx-reswap'], 'none')
    t.equal((await cut.get('/health/live')).status, 200)
    t.equal((await cut.get('/health/ready')).status, 503)
    t.equal((await client(t, app, {}).get('/sign-in')).status, 200, 'what needs no database works on')
  })

  for (const how of ['plain', 'with files'] as const) await t.test(`what was typed into a form, ${how}, stays on the page, and can be sent once it is back`, async t => {
    const fields = { ...proof, ...ticket }
    const { status, $, response } = how === 'plain' ? await cut.post('/tickets', fields) : await cut.upload('/tickets', fields, [{ name: 'log.txt', content: 'x'.repeat(200_000) }])
    t.equal(status, 503)
    t.equal(response.headers['retry-after'], '5')
    const kept = Object.fromEntries($('main form [name]').toArray().map(field => [$(field).attr('name') ?? '', String($(field).val()).replace(/^\n/, '')]))
    t.match(kept, ticket)
    t.equal((await ada.post('/tickets', kept)).status, 303)
  })

  await t.test('nobody is signed in, signed up or signed out by half', async t => {
    const away = client(t, app, visitor.cookies)
    const visitors = await visitor.proof()
    const { status, body } = await away.post('/sign-in', { ...visitors, email: ada.email, password: 'correct horse battery' })
    t.equal(status, 503)
    t.notMatch(body, /correct horse/)
    t.equal((await away.post('/sign-up', { ...visitors, name: 'Nora', email: 'nora@example.com', 'new-password': 'correct horse battery' })).status, 503)
    t.equal((await cut.post('/sign-out', proof)).status, 503)
    t.equal((await ada.get('/tickets')).status, 200)
  })
})
