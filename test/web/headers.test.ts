import t from 'tap'
import { swap, type Answer } from '../support/client.ts'
import { world } from '../support/world.ts'

const ticket = { category: 'problem', title: 'Printer on fire', description: 'It is **quite** warm.', priority: 'high', intent: 'send' }
const page = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none'",
  'content-language': 'en',
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'vary': 'HX-Request, HX-Target',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}
const { 'content-type': _type, 'content-language': _language, ...empty } = page
const text = { ...empty, 'content-type': 'text/plain; charset=utf-8' }

function said({ response }: Answer): Record<string, unknown> {
  const { date: _date, connection: _connection, 'content-length': _length, ...headers } = response.headers
  return headers
}

t.test('the headers of', async t => {
  const { app, ada, visitor } = await world(t)
  app.get('/test/error', { config: { access: 'anyone' } }, async () => { throw new Error('broken') })
  await ada.upload('/tickets', ticket, [{ name: 'log.txt', content: 'all is well', type: 'text/plain' }])
  const shown = await ada.get('/tickets/1001')
  const file = shown.$('a[href^="/attachments/"]').attr('href') ?? ''
  const { etag, ...ofFile } = said(await ada.get(file))

  t.strictSame(said(shown), page, 'a page')
  t.strictSame(said(await ada.get('/tickets', swap('ticket-list'))), page, 'a fragment')
  t.strictSame(said(await visitor.get('/tickets')), { ...empty, location: '/sign-in?next=%2Ftickets' }, 'a redirect')
  t.strictSame(said(await ada.get('/nowhere')), page, 'a page that is not there')
  t.strictSame(said(await ada.get('/%ff')), page, 'an address that cannot be read')
  t.strictSame(said(await ada.get('/test/error')), page, 'an error of ours')
  t.strictSame(said(await ada.get('/test/error', swap('main'))), { ...page, 'hx-reswap': 'none' }, 'an error of ours in a fragment')
  t.strictSame(said(await visitor.get('/health/live')), text, 'a sign of life')
  t.strictSame(said(await visitor.get(shown.$('link[rel=stylesheet]').attr('href') ?? '')), {
    ...empty, 'cache-control': 'public, max-age=31536000, immutable', 'content-type': 'text/css; charset=utf-8', 'vary': 'Accept-Encoding',
  }, 'the style')
  t.match(etag, /^"[0-9a-f]{64}"$/)
  t.strictSame(ofFile, {
    ...text, 'accept-ranges': 'bytes', 'cache-control': 'private, no-cache',
    'content-disposition': "attachment; filename=\"log.txt\"; filename*=UTF-8''log.txt",
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  }, 'a file')
  t.strictSame(said(await ada.post('/sign-out'))['clear-site-data'], '"cache"', 'signing out')
})

t.test('over https every answer asks for https', async t => {
  const { app, visitor } = await world(t, { BASE_URL: 'https://support.test' })
  app.get('/test/error', { config: { access: 'anyone' } }, async () => { throw new Error('broken') })
  for (const url of ['/', '/tickets', '/nowhere', '/%ff', '/test/error', '/health/ready', '/static/none.css']) {
    t.strictSame(said(await visitor.get(url))['strict-transport-security'], 'max-age=31536000; includeSubDomains', url)
  }
})

t.test('what a request says of its host changes nothing', async t => {
  const { visitor } = await world(t)
  for (const headers of [{ host: 'evil.example' }, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' }, { forwarded: 'host=evil.example' }, { 'x-original-url': '/desk', 'x-rewrite-url': '/desk' }]) {
    const { status, body, response } = await visitor.get('/sign-in', headers)
    t.equal(status, 200)
    t.notMatch(body + JSON.stringify(response.headers), /evil\.example|gopher/)
    t.notMatch(JSON.stringify((await visitor.get('/tickets', headers)).response.headers), /evil\.example/)
  }
})
