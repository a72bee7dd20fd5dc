import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { client, multipart } from '../support/client.ts'
import { until } from '../support/until.ts'
import { origin, world } from '../support/world.ts'

const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }
const urlencoded = 'application/x-www-form-urlencoded'

t.test('a form from another site', async t => {
  const { app, ada, db } = await world(t)
  const proof = await ada.proof()
  const foreign: [string, Record<string, string>][] = [
    ['says Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sister of ours says Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
    ['says Sec-Fetch-Site, whatever its Origin', { 'sec-fetch-site': 'cross-site', origin }],
    ['says Origin', { origin: 'https://evil.example' }],
    ['of nearly our name says Origin', { origin: `${origin}.evil.example` }],
    ['on another port says Origin', { origin: `${origin}:8080` }],
    ['over another scheme says Origin', { origin: origin.replace('http:', 'https:') }],
  ]
  const cookie = `session=${ada.sessionId}; csrf=${ada.cookies['csrf']}`
  for (const [name, headers] of foreign) {
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/tickets', payload: new URLSearchParams({ ...ticket, ...proof }).toString(), headers: { 'content-type': urlencoded, cookie, ...headers } })
    t.equal(statusCode, 403, `that ${name} is refused, valid as its token may be`)
    t.match(body, /sent from another site/)
  }

  await t.test('is refused before its body is read', async t => {
    let read = 0
    const payload = new Readable({ read() { this.push((read += 65_536) < 50_000_000 ? Buffer.alloc(65_536) : null) } })
    const response = await app.inject({ method: 'POST', url: '/tickets', payload, headers: { 'content-type': multipart({}, []).type, 'sec-fetch-site': 'cross-site', cookie } })
    t.equal(response.statusCode, 403)
    t.ok(read < 1_000_000, `${read} bytes`)
  })
  t.equal((await ada.get('/tickets', { 'sec-fetch-site': 'cross-site' })).status, 200, 'a link from another site works')
  t.strictSame(await db.selectFrom('tickets').select('id').execute(), [])
})

t.test('a form without its token', async t => {
  const { app, ada, carl, db, browser } = await world(t)
  const proof = await ada.proof()
  const carls = await carl.proof()
  const stranger = browser()
  const strangers = await stranger.proof()
  const wrong: [string, Record<string, string>][] = [
    ['none', { _csrf: '', author: ada.id }],
    ['one made up', { _csrf: 'x', author: ada.id }],
    ['another person’s', carls],
    ['another person’s, renamed', { ...carls, author: ada.id }],
    ['a visitor’s', strangers],
    ['one’s own for another author', { ...proof, author: carl.id }],
    ['one’s own for a visitor', { ...proof, author: 'visitor' }],
    ['one’s own without an author', { ...proof, author: '' }],
  ]
  for (const [name, fields] of wrong) {
    const { status, $ } = await ada.post('/tickets', { ...ticket, ...fields })
    t.equal(status, 403, name)
    t.equal(String($('main [name=description]').val()).trim(), ticket.description, `${name}: the text stays on the page`)
    t.match($('main form button').text(), /Send it now/)
    const again = Object.fromEntries($('main form [name]').toArray().map(field => [$(field).attr('name') ?? '', String($(field).val())]))
    t.equal(again['author'], ada.id)
    t.equal((await ada.post('/tickets', { ...again, intent: 'preview' })).status, 200, `${name}: and can be sent from there`)
  }
  for (const url of ['/sign-out', '/account/security', '/tickets/1001/closure', '/tickets/1001/rating']) {
    t.equal((await ada.post(url, { _csrf: '', score: '5' })).status, 403, `${url} needs one`)
    const { type, payload } = multipart({ score: '5' }, [])
    const cookie = `session=${ada.sessionId}; csrf=${ada.cookies['csrf']}`
    t.equal((await app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, cookie } })).statusCode, 403, `${url} needs one however it is posted`)
    t.equal((await app.inject({ method: 'POST', url, headers: { cookie } })).statusCode, 403, `${url} needs one with an empty body too`)
  }
  t.equal((await ada.get('/account/security')).status, 200, 'Ada is still signed in')
  t.strictSame(await db.selectFrom('tickets').select('id').execute(), [])
})

t.test('an upload without its token stores no file', async t => {
  const { ada, db, services } = await world(t)
  let received = 0
  const { receive } = services.storage
  services.storage.receive = async (...args) => {
    received++
    return receive.apply(services.storage, args)
  }
  const file = { name: 'log.txt', content: 'all is well', type: 'text/plain' }
  const { status, $ } = await ada.upload('/tickets', { ...ticket, _csrf: 'x' }, [file])
  t.equal(status, 403)
  t.equal($('main [name=title]').val(), ticket.title)
  t.equal(received, 0)
  t.equal((await ada.upload('/tickets', ticket, [file])).status, 303)
  t.equal(received, 1)
  t.equal((await db.selectFrom('attachments').select('id').execute()).length, 1)
})

t.test('a refused upload is let run out, and its line is free again', async t => {
  const { app, ada } = await world(t)
  await ada.proof()
  const { type, payload } = multipart({ ...ticket, _csrf: 'x' }, [{ name: 'log.txt', content: Buffer.alloc(20_000_000) }])
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  for (const url of ['/tickets', '/sign-out']) {
    const status = await new Promise((resolve, reject) => {
      const sending = request(address + url, { method: 'POST', agent: false, headers: { 'content-type': type, cookie: `session=${ada.sessionId}; csrf=${ada.cookies['csrf']}` } })
      sending.on('error', reject).on('response', answer => answer.resume().on('end', () => resolve(answer.statusCode)))
      sending.end(payload)
    })
    t.equal(status, 403, url)
  }
  const open = () => new Promise<number>(resolve => app.server.getConnections((_error, count) => resolve(count)))
  await until(async () => await open() === 0)
  t.equal(await open(), 0, 'no connection is left open')
})

t.test('a form that was open before a restart', async t => {
  const w = await world(t, { SECRET: 'a secret that outlives restarts, as in the data folder' })
  const proof = await w.ada.proof()
  const files = await mkdtemp(`${w.dataDir}-`)
  t.teardown(() => rm(files, { recursive: true }))

  const same = client(t, await started(w.services.secret), w.ada.cookies)
  t.equal((await same.post('/tickets', { ...ticket, ...proof })).status, 303, 'is accepted after it')
  const other = client(t, await started('another secret, which is not that of the form, at all'), w.ada.cookies)
  t.equal((await other.post('/tickets', { ...ticket, ...proof })).status, 403, 'unless its secret is gone')

  async function started(secret: string) {
    const app = await buildApp({ ...w.services, secret })
    t.teardown(() => app.close())
    return app
  }
})

t.test('browsers that say nothing about where a form comes from', async t => {
  const { app, ada } = await world(t)
  const proof = await ada.proof()
  const cookie = `session=${ada.sessionId}; csrf=${ada.cookies['csrf']}`
  const post = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/tickets', payload: new URLSearchParams({ ...ticket, ...proof }).toString(), headers: { 'content-type': urlencoded, cookie, ...headers } })
  t.equal((await post({})).statusCode, 303, 'are believed by the token alone')
  t.equal((await post({ origin: 'null' })).statusCode, 303, 'as are those that hide it')
  t.equal((await post({ origin })).statusCode, 303)
  t.equal((await post({ cookie: `session=${ada.sessionId}` })).statusCode, 403, 'but not without the cookie that goes with the token')
})
