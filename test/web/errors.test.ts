import type { InjectOptions } from 'fastify'
import t from 'tap'
import { asRefusal } from '../../src/web/errors.ts'
import { swap } from '../support/client.ts'
import { world } from '../support/world.ts'

const anyone = { config: { access: 'anyone' } } as const
const secret = 'the secret at /home/me/.pgpass'
const json = { 'content-type': 'application/json' }

t.test('an error page', async t => {
  const { app, ada, visitor, db } = await world(t)
  app.get('/test/error', anyone, async () => { throw new Error(secret) })
  app.get('/test/string', anyone, async () => { throw secret })
  app.get('/test/nothing', anyone, () => Promise.reject())
  app.get('/test/away', anyone, async () => { throw Object.assign(new Error(secret), { code: '57P01' }) })
  app.post('/test/away', anyone, async () => { throw Object.assign(new Error(secret), { code: 'ECONNREFUSED' }) })
  app.get('/test/view', anyone, async (_request, reply) => reply.page('layouts/_nowhere' as 'layouts/_header', {}))

  await t.test('says what to do next and carries the number of the request, and nothing of the inside', async t => {
    const cases: [string, number, RegExp][] = [
      ['/test/error', 500, /Something went wrong/], ['/test/string', 500, /Something went wrong/], ['/test/nothing', 500, /Something went wrong/],
      ['/test/view', 500, /Something went wrong/], ['/test/away', 503, /Back in a moment/], ['/nowhere', 404, /Page not found/],
      ['/tickets/1', 404, /Page not found/], ['/desk', 403, /Not accepted/],
    ]
    for (const [url, expected, title] of cases) {
      const { status, $, body, response } = await ada.get(url)
      t.equal(status, expected, url)
      t.match($('h1').text(), title, url)
      t.match($('main').text(), /give the number [\w-]{8}\./, url)
      t.equal($('main a[href="/"]').length, 1, url)
      t.notMatch(body, /secret|pgpass|FST_|node_modules|nowhere\.eta/, url)
      t.equal(response.headers['cache-control'], 'no-store', url)
      t.equal(response.headers['retry-after'], expected === 503 ? '5' : undefined, url)
    }
    t.not((await ada.get('/nowhere')).$('main .quiet').text(), (await ada.get('/nowhere')).$('main .quiet').text(), 'each request has a number of its own')
  })

  await t.test('comes to htmx as a toast, which replaces nothing on the page', async t => {
    for (const [url, expected] of [['/test/error', 500], ['/test/away', 503], ['/nowhere', 404], ['/desk', 403]] as const) {
      const { status, body, response, $ } = await ada.get(url, swap('conversation'))
      t.equal(status, expected, url)
      t.equal(response.headers['hx-reswap'], 'none', url)
      t.equal($('[hx-swap-oob] .toast[data-kind=problem]').length, 1, url)
      t.notMatch(body, /<main|secret/, url)
    }
  })

  await t.test('keeps what was typed, to be sent again', async t => {
    const { status, $ } = await ada.post('/test/away', { text: 'Hello\n<b>there</b>', password: 'correct horse' })
    t.equal(status, 503)
    t.equal(String($('main [name=text]').val()).trim(), 'Hello\n<b>there</b>')
    t.equal($('main form').attr('action'), '/test/away')
    t.notMatch($.html(), /correct horse/)
  })

  await t.test('answers addresses that cannot be read like any other', async t => {
    for (const url of ['/%ff', '/%', '/tickets/%E0%A4%A', '/tickets/%c0%ae', `/tickets/${'a'.repeat(301)}`, `/attachments/${'a'.repeat(5_000)}/x`]) {
      const { status, $ } = await visitor.get(url)
      t.equal(status, 400, url.slice(0, 40))
      t.match($('main').text(), /address cannot be read/)
    }
    t.equal((await ada.post('/%ff', { text: 'x' })).status, 400)
    for (const url of ['/x%00', '/tickets/%00', '/tickets/1%00', '/tickets/..%2f..%2fetc', '//evil.example/x', '/tickets/1001%20', '/tickets/-1', '/tickets/9999999999999999999999', '/attachments/x/%00', '/sign-in/kept/%00', '/static/..%2f..%2fpackage.json', '/.git/config', '/data/secret']) {
      t.equal((await ada.get(url)).status, 404, url)
    }
  })

  await t.test('refuses what no form of ours sends', async t => {
    const cookie = `session=${ada.sessionId}`
    const cases: [InjectOptions, number][] = [
      [{ method: 'POST', url: '/sign-in', payload: '{"email":"a"}', headers: json }, 400],
      [{ method: 'POST', url: '/tickets', payload: '{"__proto__":{"admin":true}}', headers: { ...json, cookie } }, 400],
      [{ method: 'POST', url: '/sign-in', payload: 'email=a', headers: { 'content-type': 'text/plain' } }, 400],
      [{ method: 'POST', url: '/sign-in', payload: '<a/>', headers: { 'content-type': 'application/xml' } }, 400],
      [{ method: 'POST', url: '/sign-in', payload: 'x', headers: { 'content-type': 'nonsense' } }, 400],
      [{ method: 'POST', url: '/sign-in', payload: 'x' }, 400],
      [{ method: 'POST', url: '/tickets', payload: 'x', headers: { 'content-type': 'multipart/form-data', cookie } }, 400],
      [{ method: 'POST', url: '/tickets', payload: 'x', headers: { 'content-type': `multipart/form-data; boundary=${'x'.repeat(71)}`, cookie } }, 400],
      [{ method: 'POST', url: '/sign-in', payload: Array.from({ length: 300 }, (_, at) => `f${at}=1`).join('&'), headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400],
      [{ method: 'POST', url: '/sign-in', payload: `email=${'x'.repeat(1_100_000)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 413],
      [{ method: 'PUT', url: '/tickets', headers: { cookie } }, 404],
      [{ method: 'DELETE', url: '/tickets/1001', headers: { cookie } }, 404],
      [{ method: 'PATCH', url: '/account/security', headers: { cookie } }, 404],
      [{ method: 'OPTIONS', url: '/tickets', headers: { cookie, origin: 'https://evil.example' } }, 404],
      [{ method: 'TRACE', url: '/', headers: { cookie } }, 404],
    ]
    for (const [request, expected] of cases) {
      const { statusCode, body, headers } = await app.inject(request)
      t.equal(statusCode, expected, `${request.method} ${String(request.url)} ${String(request.payload).slice(0, 20)}`)
      t.match(headers['content-type'], 'text/html')
      t.notMatch(body, /FST_|evil\.example/)
      t.notOk(Object.keys(headers).some(name => name.startsWith('access-control')), 'no other origin may read us')
    }
  })
  t.strictSame(await db.selectFrom('tickets').select('id').execute(), [])
})

t.test('who posts more than anybody can is slowed down', async t => {
  const { visitor } = await world(t, { POSTS_PER_MINUTE: '2' })
  const statuses = []
  for (let time = 0; time < 3; time++) statuses.push((await visitor.post('/sign-out')).status)
  t.strictSame(statuses, [303, 303, 429])
  const slowed = await visitor.post('/sign-out')
  t.match(slowed.$('h1').text(), /Too many tries/)
  t.ok(Number(slowed.response.headers['retry-after']) > 0)
  t.equal((await visitor.get('/sign-in')).status, 200, 'who only reads is not slowed down')
})

t.test('what an error means', async t => {
  const of = (error: unknown) => asRefusal(error).statusCode
  const coded = (code: string) => Object.assign(new Error(secret), { code })
  for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '57014', '55P03', '40001', '40P01']) t.equal(of(coded(code)), 503, code)
  for (const message of ['timeout exceeded when trying to connect', 'Connection terminated unexpectedly']) t.equal(of(new Error(message)), 503, message)
  for (const code of ['22021', '22P05', '22P02']) t.equal(of(coded(code)), 400, code)
  for (const error of [new Error(secret), secret, undefined, null, 7, {}, coded('23505'), coded('42601')]) t.equal(of(error), 500, String(error))
  for (const [statusCode, expected] of [[400, 400], [404, 400], [413, 413], [415, 400], [429, 429], [503, 503], [502, 500]] as const) {
    t.equal(of(Object.assign(new Error(secret), { statusCode })), expected, `a plugin’s ${statusCode}`)
    t.notMatch(asRefusal(Object.assign(new Error(secret), { statusCode })).message, secret)
  }
})
