import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { swap } from '../support/client.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'
import { category, changed } from './shelf.ts'
import { article } from './texts.ts'

t.test('a page that all visitors share', async t => {
  const w = await world(t)
  const { app, ada, grace, browser, db, services: { helpMemory } } = w
  const { id } = await article(w, { title: 'Pair a reader', categoryId: await category(w, 'Readers'), content: 'Press the button. '.repeat(100) })
  await changed(w)
  const pages = ['/help', '/help/readers', '/help/articles/pair-a-reader', '/help/questions', '/help/feed.xml', '/sitemap.xml']
  const get = (url: string, headers = {}, method: 'GET' | 'HEAD' = 'GET') => app.inject({ method, url, headers: { accept: 'text/html', ...headers } })
  const address = '/help/articles/pair-a-reader'

  await t.test('may be kept for a minute by anybody in between', async t => {
    for (const page of pages) {
      for (const time of ['made', 'remembered']) {
        const { headers, statusCode } = await get(page)
        t.equal(statusCode, 200)
        t.match(headers, { 'cache-control': 'public, max-age=60', 'vary': /Cookie.*Accept-Encoding/, 'etag': /^"[\w-]{22}"$/ }, `${page}, ${time}`)
        t.equal(headers['set-cookie'], undefined)
        t.match(headers['content-security-policy'], /script-src 'self'/)
      }
    }
  })

  await t.test('is the same made and remembered, plain and packed', async t => {
    for (const page of pages) {
      await changed(w)
      const made = (await get(page)).body
      t.equal((await get(page)).body, made)
      for (const [encoding, unpack] of [['br', brotliDecompressSync], ['gzip', gunzipSync]] as const) {
        const packed = await get(page, { 'accept-encoding': encoding })
        if (made.length < 1_000) continue
        t.equal(packed.headers['content-encoding'], encoding)
        t.equal(unpack(packed.rawPayload).toString(), made, `${page} ${encoding}`)
        t.match(packed.headers.etag, new RegExp(`-${encoding}"$`), 'with a mark of its own')
      }
    }
    for (const refused of ['br;q=0', 'identity', 'br;q=0.0, gzip;q=0', '']) t.equal((await get(address, { 'accept-encoding': refused })).headers['content-encoding'], undefined, refused)
    t.equal((await get(address, { 'accept-encoding': 'br;q=0.5' })).headers['content-encoding'], 'br')
  })

  await t.test('is not sent again to who has it', async t => {
    for (const encoding of ['identity', 'br']) {
      for (const time of ['made', 'remembered']) {
        if (time === 'made') await changed(w)
        const { etag = '' } = (await get(address, { 'accept-encoding': encoding })).headers
        if (time === 'made') await changed(w)
        const again = await get(address, { 'accept-encoding': encoding, 'if-none-match': `"other", W/${etag}` })
        t.match([again.statusCode, again.body, again.headers.etag, again.headers['cache-control']], [304, '', etag, 'public, max-age=60'], `${encoding}, ${time}`)
        t.equal((await get(address, { 'accept-encoding': encoding, 'if-none-match': '"other"' })).statusCode, 200)
      }
    }
  })

  await t.test('is asked about without its bytes', async t => {
    for (const time of ['made', 'remembered']) {
      if (time === 'made') await changed(w)
      const { statusCode, body, headers } = await get(address, {}, 'HEAD')
      t.match([statusCode, body, Number(headers['content-length']) > 1_000], [200, '', true], time)
    }
  })

  await t.test('holds nothing of anybody: no person, no token, no cookie', async t => {
    for (const page of pages) {
      await changed(w)
      for (const who of [ada, grace]) {
        const { response } = await who.get(page)
        t.equal(response.headers['cache-control'], 'no-store', `${who.name} ${page}`)
        t.equal(response.headers['etag'], undefined)
        if (page !== '/sitemap.xml' && page !== '/help/feed.xml') t.match(response.body, /Sign out/)
      }
      const shared = (await get(page)).body
      t.notMatch(shared, /Sign out|_csrf|Ada|Grace/)
      t.equal((await get(page, { cookie: 'csrf=abc; _ga=1; theme=dark' })).body, shared, 'cookies that change nothing change nothing')
    }
  })

  await t.test('is not shown in place of what is one visitor’s own', async t => {
    for (const [headers, query] of [[{ cookie: 'visitor=AAAAAAAAAAAAAAAAAAAAAA' }, ''], [{ cookie: 'session=abc' }, ''], [{ cookie: '__Host-session=abc' }, ''], [{ cookie: 'toasts=abc' }, ''], [swap('vote'), ''], [{}, '?voted=yes']] as const) {
      const { headers: said } = await get(`${address}${query}`, headers)
      t.equal(said['cache-control'], 'no-store', JSON.stringify([headers, query]))
    }
  })

  await t.test('shows a toast to whom it is for, and to nobody else', async t => {
    const visitor = browser()
    await visitor.post('/help/articles/pair-a-reader/vote', { helpful: 'yes' })
    t.ok((await visitor.get(address)).$('.toast').length > 0)
    t.equal((await browser().get(address)).$('.toast').length, 0)
  })

  await t.test('does not care for what nobody asks in the address', async t => {
    await get(address)
    const before = (await get(address)).headers.etag
    t.equal((await get(`${address}?utm_source=mail&page=7`)).headers.etag, before)
    t.equal((await get('/help/readers?page=1&page=2')).statusCode, 404)
  })

  await t.test('is counted as opened each time, but not for staff, and not for who only asks', async t => {
    await changed(w)
    const before = app.countHelp
    const opened: string[] = []
    app.countHelp = (kind, subject) => void opened.push(`${kind} ${subject}`)
    await get(address)
    await get(address)
    await ada.get(address)
    t.strictSame(opened, Array.from({ length: 3 }, () => 'opened article:pair-a-reader'))
    await grace.get(address)
    await get(address, {}, 'HEAD')
    await get(address, { 'sec-purpose': 'prefetch' })
    await get(`${address}?voted=yes`)
    await get('/help/articles/no-such')
    t.equal(opened.length, 3)
    app.countHelp = before
  })

  await t.test('is made anew once something changes, also by another process', async t => {
    await get(address)
    await db.updateTable('kb_articles').set({ html: '<p>Changed past us</p>' }).where('id', '=', id).execute()
    t.notMatch((await get(address)).body, /Changed past us/, 'it is remembered')
    await changed(w)
    t.match((await get(address)).body, /Changed past us/)
    const age = helpMemory.age()
    await article(w, { title: 'Another' })
    t.ok(await until(async () => helpMemory.age() > age), 'whoever writes an article says so')
    t.match((await get('/help')).body, /Another/)
  })
})
