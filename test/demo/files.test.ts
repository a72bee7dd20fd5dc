import { createHash } from 'node:crypto'
import t from 'tap'
import { world } from '../support/world.ts'
import { told } from './told.ts'

t.test('every file can be had, and is what its row says', async t => {
  const { db, as } = await told(await world(t))
  const ada = await as('ada')
  const carl = await as('carl')
  const files = await db.selectFrom('attachments').selectAll().orderBy('name').execute()
  t.strictSame(files.map(({ name, media_type }) => `${name} ${media_type}`),
    ['barrow-sync.log text/plain', 'card-reader.png image/png', 'invoice-2207-corrected.pdf application/pdf', 'invoice-2207.pdf application/pdf'])

  for (const { id, name, bytes, sha256 } of files) {
    const { response } = await ada.get(`/attachments/${id}/${name}`)
    t.equal(response.statusCode, 200, name)
    t.equal(response.rawPayload.length, bytes)
    t.equal(createHash('sha256').update(response.rawPayload).digest('hex'), sha256)
    t.equal((await carl.get(`/attachments/${id}/${name}`)).status, 404, `${name} is not Carl’s`)
  }
})

t.test('files given at opening stand on the ticket, others on their reply', async t => {
  const { db } = await told(await world(t))
  const files = await db.selectFrom('attachments').innerJoin('tickets', 'tickets.id', 'ticket_id').select(['attachments.id', 'name', 'reply_id', 'attachment_urls']).execute()
  for (const { id, name, reply_id, attachment_urls } of files) {
    t.equal(attachment_urls.includes(`/attachments/${id}/${name}`), reply_id === null, name)
  }
  t.strictSame(files.filter(({ reply_id }) => reply_id === null).map(({ name }) => name).sort(), ['card-reader.png', 'invoice-2207.pdf'])
})

t.test('the picture is shown small', async t => {
  const { db, as } = await told(await world(t))
  const { id, width, height } = await db.selectFrom('attachments').selectAll().where('media_type', '=', 'image/png').executeTakeFirstOrThrow()
  t.strictSame([width, height], [320, 240])
  const { response } = await (await as('ada')).get(`/attachments/${id}/card-reader.png?size=small`)
  t.equal(response.headers['content-type'], 'image/webp')
  t.ok(response.rawPayload.length > 500 && response.rawPayload.length <= 20_000, `${response.rawPayload.length} bytes`)
})

t.test('the invoice is a PDF whose table leads to its objects', async t => {
  const { db, services } = await told(await world(t))
  for (const { storage_key } of await db.selectFrom('attachments').select('storage_key').where('media_type', '=', 'application/pdf').execute()) {
    const text = Buffer.concat(await (await services.storage.read(storage_key)).toArray()).toString('latin1')
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
    t.ok(text.startsWith('xref', table), 'the end points to the table')
    const starts = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, start]) => Number(start))
    t.strictSame(starts.map(start => text.slice(start, start + 7)), [1, 2, 3, 4, 5, 6, 7].map(number => `${number} 0 obj`))
    const [, length = '', stream = ''] = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(text) ?? []
    t.equal(stream.length, Number(length), 'the page is as long as it says')
    t.match(text, /Okonkwo Honey/)
  }
})
