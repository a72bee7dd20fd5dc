import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Upload } from '../support/client.ts'
import { filesIn, picture } from '../support/files.ts'
import { storageSettings } from '../support/storage.ts'
import { problems, question } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const log: Upload = { name: 'error.log', content: 'it broke', type: 'text/plain' }

t.test('files that come with a form', async t => {
  const w = await world(t, { ...await storageSettings(t), UPLOAD_FILES: '3', UPLOAD_MEGABYTES: '1' })
  const { ada, db } = w
  const png = await picture()
  const kept = async () => {
    const rows = await db.selectFrom('attachments').select(['storage_key', 'thumbnail_key']).execute()
    return { tickets: (await db.selectFrom('tickets').select('id').execute()).length, keys: rows.flatMap(row => [row.storage_key, row.thumbnail_key ?? []]).flat().sort() }
  }

  await t.test('go with the ticket, and their addresses are written on it', async t => {
    const { location } = await ada.upload('/tickets', question, [{ name: 'a.png', content: png }, log, { name: 'b.csv', content: 'a;b' }])
    t.equal(location, '/tickets/1001/sent')
    const { $ } = await ada.get('/tickets/1001')
    const links = $('#conversation .files a').toArray().map(link => $(link).attr('href'))
    t.strictSame((await db.selectFrom('tickets').select('attachment_urls').executeTakeFirstOrThrow()).attachment_urls, links, 'in the order in which they were chosen')
    t.match($('#conversation .files').text(), /error\.log[\s\S]*b\.csv/)
    t.equal($('#conversation .files img').attr('alt'), 'a.png')
    t.strictSame(await filesIn(w), (await kept()).keys)
  })

  const refused: [string, Upload[], RegExp][] = [
    ['too large', [{ name: 'big.txt', content: 'x'.repeat(1_000_001) }], /“big.txt” is larger than 1 MB/],
    ['empty', [{ name: 'void.txt', content: '' }], /“void.txt” is empty/],
    ['a program by another name', [{ name: 'cat.png', content: Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0'), Buffer.alloc(200)]), type: 'image/png' }], /“cat.png” is not of a type/],
    ['binary rubbish', [{ name: 'x.txt', content: Buffer.from([1, 2, 3, 0, 255]), type: 'text/plain' }], /“x.txt” is not of a type/],
    ['two that are wrong, and why each', [{ name: 'void.txt', content: '' }, { name: 'x.bin', content: Buffer.from([0]) }], /“void.txt” is empty.*“x.bin” is not of a type/],
  ]
  for (const [what, files, words] of refused) {
    await t.test(`are refused when they are ${what}`, async t => {
      const before = await kept()
      const answer = await ada.upload('/tickets', question, files)
      t.equal(answer.status, 422)
      t.match(problems(answer)['files'], words)
      t.equal(answer.$('.error-summary a').attr('href'), '#files')
      t.strictSame(await kept(), before, 'no ticket, no row')
      t.strictSame(await filesIn(w), before.keys, 'no file')
    })
  }

  await t.test('are refused beyond the number allowed, and the first ones kept', async t => {
    const { tickets, keys } = await kept()
    for (const count of [4, 6, 20]) {
      const answer = await ada.upload('/tickets', question, Array.from({ length: count }, (_, at) => ({ ...log, name: `${at}.log` })))
      t.equal(answer.status, 422, `${count} files`)
      t.match(problems(answer)['files'], 'That is more than 3 files')
      t.match(answer.$('.received').text(), /0\.log[\s\S]*1\.log[\s\S]*2\.log/)
      t.equal(answer.$('.received li').length, 3)
    }
    t.equal((await kept()).tickets, tickets)
    t.equal((await kept()).keys.length, keys.length + 9)
    t.strictSame(await filesIn(w), (await kept()).keys)
  })

  await t.test('from many posts of one form at once are no more than allowed', async t => {
    const submission = randomUUID()
    const answers = await Promise.all(Array.from({ length: 5 }, (_, at) => ada.upload('/tickets', { ...question, submission, intent: 'draft' }, [{ ...log, name: `${at}.log` }])))
    t.strictSame(answers.map(({ status }) => status).sort(), [303, 303, 303, 422, 422])
    t.equal((await db.selectFrom('attachments').select('id').where('draft_id', '=', submission).execute()).length, 3)
    t.strictSame(await filesIn(w), (await kept()).keys)
  })

  await t.test('that a browser could run are never more than text', async t => {
    const files = [
      { name: 'drawing.svg', content: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', type: 'image/svg+xml' },
      { name: 'page.html', content: '<html><script>alert(1)</script>', type: 'text/html' },
      { name: 'feed.xml', content: '<?xml version="1.0"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>1</h:script></x>', type: 'application/xhtml+xml' },
    ]
    const { location = '' } = await ada.upload('/tickets', question, files)
    const { $ } = await ada.get(location.replace('/sent', ''))
    t.equal($('#conversation .files img').length, 0)
    for (const link of $('#conversation .files a').toArray()) {
      const { headers } = (await ada.get(String($(link).attr('href')))).response
      t.equal(headers['content-type'], 'text/plain; charset=utf-8')
      t.match(headers['content-disposition'], /^attachment;/)
    }
  })

  await t.test('of every type we promise are taken for what they are', async t => {
    const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex')
    const types: [string, Buffer | string, string][] = [
      ['a.pdf', '%PDF-1.7\n', 'application/pdf'], ['a.zip', zip, 'application/zip'], ['a.gif', 'GIF89a\x01\0\x01\0', 'image/gif'],
      ['a.txt', Buffer.from('\xff\xfeh\0i\0', 'latin1'), 'text/plain'], ['b.txt', Buffer.from('caf\xe9', 'latin1'), 'text/plain'], ['a.json', '{}', 'application/json'],
    ]
    for (const [name, content, type] of types) {
      t.equal((await ada.upload('/tickets', question, [{ name, content, type: 'application/x-lies' }])).status, 303, name)
      const { media_type } = await db.selectFrom('attachments').select('media_type').where('name', '=', name).executeTakeFirstOrThrow()
      t.equal(media_type, type)
    }
  })

  await t.test('with hostile names are shown harmless', async t => {
    const names = ['../../etc/passwd.txt', 'C:\\fakepath\\x.txt', 'gpj.\u202Etxt', '<img src=x onerror=alert(1)>.txt', 'a%0D%0Ab.txt', 'تقرير الطابعة.txt', '🦊'.repeat(60), 'a%22b.txt', `${'ش'.repeat(200)}.txt`]
    for (const name of names) {
      const { location = '' } = await ada.upload('/tickets', question, [{ name, content: 'x' }])
      const { $ } = await ada.get(location.replace('/sent', ''))
      const address = String($('#conversation .files a').attr('href'))
      t.equal((await ada.get(address)).body, 'x', `${name} can be fetched at its own address`)
      t.equal($('#conversation .files *').filter('img, script').length, 0)
      t.notMatch($('#conversation .files bdi').text(), /[/\\\r\n\u202e<>"]/, name)
    }
  })

  await t.test('without a name or in a field nobody asked for do no harm', async t => {
    t.equal((await ada.upload('/tickets', question, [{ name: '', content: '' }])).status, 303, 'nothing chosen')
    t.equal((await ada.upload('/tickets', question, [{ ...log, field: 'other' }])).status, 303)
    t.strictSame(await filesIn(w), (await kept()).keys)
  })
})
