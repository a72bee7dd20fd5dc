import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import t from 'tap'
import { picture } from '../support/files.ts'
import { storageSettings } from '../support/storage.ts'
import { question, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const content = 'it broke at dawn'

t.test('handing out files', async t => {
  const { ada, carl, grace, visitor, app, db, services: { storage } } = await world(t, await storageSettings(t))
  const png = await picture()
  await ada.upload('/tickets', question, [{ name: 'تقرير.log', content }, { name: 'a.png', content: png }])
  const { $ } = await ada.get('/tickets/1001')
  const [text = '', image = ''] = $('#conversation .files a').toArray().map(link => String($(link).attr('href')))
  const get = async (url: string, headers = {}, person = ada) => (await person.get(url, headers)).response

  await t.test('to who may read the ticket, and to nobody else', async t => {
    for (const url of [text, image, `${image}?size=small`]) {
      t.equal((await ada.get(url)).status, 200)
      t.equal((await grace.get(url)).status, 200, 'staff')
      const [refused, missing] = [await carl.get(url), await carl.get(url.replace(/[0-9a-f-]{36}/, randomUUID()))]
      t.strictSame([refused.status, missing.status], [404, 404])
      t.equal(refused.$('main h1').text() + refused.$('main .lead').text(), missing.$('main h1').text() + missing.$('main .lead').text(), 'exactly like one that does not exist')
      t.match((await visitor.get(url)).location, /^\/sign-in/)
    }
  })

  await t.test('with nothing that a browser could run from our address', async t => {
    for (const url of [text, image]) {
      const { headers } = await get(url)
      t.equal(headers['x-content-type-options'], 'nosniff')
      t.match(headers['content-security-policy'], /default-src 'none';.*sandbox/)
      t.match(headers['cache-control'], /^private/)
    }
    t.match((await get(text)).headers, { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(content.length), 'content-disposition': `attachment; filename="_____.log"; filename*=UTF-8''${encodeURIComponent('تقرير')}.log` })
    t.match((await get(image)).headers, { 'content-type': 'image/png', 'content-disposition': /^inline;/ })
    t.ok((await get(image)).rawPayload.equals(png), 'byte for byte')
  })

  await t.test('in parts, or not at all when the browser has it', async t => {
    const part = await get(text, { range: 'bytes=3-7' })
    t.match([part.statusCode, part.body, part.headers['content-range'], part.headers['content-length']], [206, 'broke', `bytes 3-7/${content.length}`, '5'])
    t.equal((await get(text, { range: 'bytes=-4' })).body, 'dawn')
    const beyond = await get(text, { range: 'bytes=1000-' })
    t.match([beyond.statusCode, beyond.headers['content-range']], [416, `bytes */${content.length}`])
    t.match([(await get(text, { range: 'bytes=0-1,3-4' })).statusCode, (await get(text, { range: 'rubbish' })).body], [200, content])

    const { etag } = (await get(text)).headers
    const known = await get(text, { 'if-none-match': `"other", W/${etag}` })
    t.match([known.statusCode, known.body], [304, ''])
    t.equal((await get(text, { 'if-none-match': '"other"' })).statusCode, 200)
    t.equal((await get(text, { 'if-none-match': String(etag) }, carl)).statusCode, 404, 'knowing the mark opens nothing')
  })

  await t.test('without their bytes when only asked about', async t => {
    const cookie = `session=${ada.sessionId}`
    const head = await app.inject({ method: 'HEAD', url: text, headers: { cookie } })
    t.match([head.statusCode, head.body, head.headers['content-length']], [200, '', String(content.length)])
  })

  await t.test('pictures also small', async t => {
    const small = await get(`${image}?size=small`)
    t.equal(small.headers['content-type'], 'image/webp')
    t.ok(small.rawPayload.length <= 20_000)
    t.match(await sharp(small.rawPayload).metadata(), { width: 320, height: 240 })
    const { etag } = small.headers
    t.match(small.headers['cache-control'], 'private, no-cache', 'asked for each time: nobody sees it any more who is shut out')
    t.match([(await get(`${image}?size=small`, { 'if-none-match': String(etag) })).statusCode, (await get(image, { 'if-none-match': String(etag) })).statusCode], [304, 200])
    t.equal((await get(`${image}?size=small`, { 'if-none-match': String(etag) }, carl)).statusCode, 404)
    t.equal((await get(`${text}?size=small`)).body, content, 'of other files there is no small form')
  })

  await t.test('however noisy a picture is, small means at most 20 kB', async t => {
    const noise = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 90 } } }).png().toBuffer()
    const { location = '' } = await ada.upload('/tickets', question, [{ name: 'noise.png', content: noise }])
    const page = await ada.get(location.replace('/sent', ''))
    const url = String(page.$('.files img').attr('src'))
    t.match(url, /size=small$/)
    t.ok((await get(url)).rawPayload.length <= 20_000)
  })

  await t.test('under whatever name the address has', async t => {
    t.equal((await get(text.replace(/[^/]*$/, 'other.html'))).headers['content-type'], 'text/plain; charset=utf-8')
    for (const url of [`/attachments/x/a.log`, `/attachments/${randomUUID()}/a.log`, `/attachments/%00/a`, `/attachments/${randomUUID()}`, text.replace('/attachments/', '/attachments/../attachments/..%2f')]) {
      t.ok([400, 404].includes((await ada.get(url)).status), url)
    }
  })

  await t.test('of a draft only to whose it is', async t => {
    const refused = await ada.upload('/tickets', { ...question, title: '' }, [{ name: 'draft.log', content: 'not yet' }])
    const { id } = await db.selectFrom('attachments').select('id').where('name', '=', 'draft.log').executeTakeFirstOrThrow()
    t.equal((await ada.get(`/attachments/${id}/draft.log`)).body, 'not yet')
    for (const other of [carl, grace]) t.equal((await other.get(`/attachments/${id}/draft.log`)).status, 404)

    await carl.post('/tickets', { ...question, submission: String(shown(refused, '#ticket-form form')['submission']), drop: id })
    t.equal((await carl.get(`/attachments/${id}/draft.log`)).status, 404, 'another’s form can neither take nor drop it')
    t.equal((await ada.get(`/attachments/${id}/draft.log`)).status, 200)
  })

  await t.test('says so when the bytes are gone', async t => {
    const { storage_key: key } = await db.selectFrom('attachments').select('storage_key').where('name', '=', 'تقرير.log').executeTakeFirstOrThrow()
    await storage.remove(key)
    const gone = await ada.get(text)
    t.equal(gone.status, 500, 'nobody is told to try again')
    t.match(gone.response.headers, { 'content-type': /html/, 'content-security-policy': /style-src 'self'/ }, 'on a page of the product')
  })
})
