import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import t from 'tap'
import { fromBufferPromise } from 'yauzl'
import { makeArchive, sweepArchives } from '../../src/account/index.ts'
import { sweepFiles } from '../../src/attachments/index.ts'
import { namesOfFolder, safeName } from '../../src/account/data/archive/names.ts'
import { lastMailTo } from '../sign-in/mailbox.ts'
import { filesIn } from '../support/files.ts'
import { answer, ask, question } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { password, world, type Someone, type World } from '../support/world.ts'

const here = '/account/data'

/** Asks for a copy, waits for it and unpacks it with a reader that refuses paths leading out of it; reads a file of it by its path. */
async function unpacked(w: World, person: Someone) {
  await person.post(`${here}/archives`, { password })
  await until(async () => (await w.db.selectFrom('archives').select('id').where('profile_id', '=', person.id).where('ready_at', 'is not', null).execute()).length > 0)
  const { location: address = '' } = await person.post(`${here}/archives`, { password, intent: 'download' })
  const { response } = await person.get(address)
  const files = await filesOf(response.rawPayload)
  const read = (path: string) => files.get(path) ?? ''
  return { address, response, paths: [...files.keys()].sort(), read, json: (path: string) => JSON.parse(read(path)) as never }
}

async function filesOf(zip: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const opened = await fromBufferPromise(zip, { strictFileNames: true })
  for await (const entry of opened.eachEntry()) files.set(entry.fileName, await text(await opened.openReadStreamPromise(entry)))
  return files
}

t.test('a copy of my data', async t => {
  const w = await world(t)
  const { db, ada, carl, grace, visitor } = w
  await w.work()
  await ada.upload('/account/profile', { 'name': 'Ada Lovelace', 'address-as': 'Countess', 'phone': '+44 1', 'company': 'Engines' }, [])
  await ada.upload('/tickets', question, [{ name: 'log.txt', content: 'all is well' }, { name: 'LOG.txt', content: 'the second' }, { name: 'con.txt', content: 'a device' }])
  await answer(grace, 1001, 'Have you tried water?')
  await answer(grace, 1001, 'She seems nervous.', 'notes')
  await ada.upload('/tickets', { title: 'Not sent yet', intent: 'draft' }, [{ name: 'later.txt', content: 'for later' }])
  await ask(carl, { title: 'Nobody else’s business' })
  const copy = await unpacked(w, ada)

  await t.test('holds all that is theirs, for programs and for people', async t => {
    for (const path of ['README.txt', 'index.html', 'profile.json', 'profile.html', 'tickets.json', 'tickets/1001/ticket.json', 'tickets/1001/index.html', 'activity.html', 'votes.json', 'mails.json', 'notifications.html']) t.ok(copy.paths.includes(path), path)
    t.match(copy.json('profile.json'), { full_name: 'Ada Lovelace', email: ada.email, phone: '+44 1', address_as: 'Countess' })
    t.match(copy.json('preferences.json'), { ui: { theme: 'system' } })
    const chosen = copy.read('preferences.html')
    for (const words of ['As set on my device', 'What my browser asks for', 'Last activity', 'By mail, and in the portal', 'With simple formatting']) t.match(chosen, words)
    t.notMatch(chosen, />(?:auto|system|normal|activity|any|mail|html)</, 'in the words in which it was asked')
    t.match(copy.read('mails.html'), 'Somebody answers on a ticket')
    t.notMatch(copy.read('mails.html'), />(?:ticket-|shared-)/)
    t.match(copy.json('tickets/1001/ticket.json'), { title: 'Printer on fire', description: 'It is **quite** warm.', replies: [{ text: 'Have you tried water?', author: 'Grace' }] })
    t.match(JSON.stringify(copy.json('activity.json')), /ticket:opened/)
    t.match(JSON.stringify(copy.json('drafts.json')), /Not sent yet/)
    t.match(copy.read('tickets/1001/index.html'), /Have you tried water\?/)
  })

  await t.test('has every file under a name that is safe and its own', async t => {
    t.strictSame(copy.paths.filter(path => path.startsWith('tickets/1001/files')), ['tickets/1001/files/LOG (2).txt', 'tickets/1001/files/_con.txt', 'tickets/1001/files/log.txt'])
    t.equal(copy.read('tickets/1001/files/log.txt'), 'all is well')
    t.equal(copy.read('tickets/1001/files/LOG (2).txt'), 'the second')
    t.match(copy.paths.find(path => path.endsWith('later.txt')), /^drafts\//)
  })

  await t.test('reads without a network: links lead to what is there, nothing is loaded, no script runs', async t => {
    for (const path of copy.paths.filter(path => path.endsWith('.html'))) {
      const page = copy.read(path)
      t.match(page, /^<!doctype html>\s*<html lang="en" dir="ltr">/, path)
      t.notMatch(page, /<script|<link|src="(?:http|\/)/, path)
      for (const [, address = ''] of page.matchAll(/href="([^"#:]+)"/g)) t.ok(copy.paths.includes(join(path, '..', decodeURIComponent(address))), `${path} leads to ${address}`)
    }
  })

  await t.test('has nothing of others, no notes of staff and no secrets', async t => {
    const all = (await Promise.all(copy.paths.map(path => copy.read(path)))).join('\n')
    t.notMatch(all, /Nobody else|She seems nervous|carl@example|password_hash|\$argon2|token_hash|[?&]token=/)
  })

  await t.test('is announced by mail, shown on the page and recorded when it is fetched', async t => {
    t.match((await lastMailTo(w, ada.email, 3)).text, /copy of your data/)
    t.match((await ada.get(here)).$('main').text(), /Your copy is ready/)
    t.equal(copy.response.headers['cache-control'], 'no-store')
    t.match(copy.response.headers['content-disposition'], /^attachment; filename="my-data-\d{4}-\d\d-\d\d\.zip"/)
    await until(async () => (await db.selectFrom('activity').select('id').where('kind', '=', 'data:downloaded').execute()).length === 1)
  })

  await t.test('is for its owner alone, and the sweep leaves it until it has run out', async t => {
    t.equal((await carl.get(copy.address)).status, 404)
    t.equal((await grace.get(copy.address)).status, 404)
    t.equal((await visitor.get(copy.address)).status, 303)
    for (const id of ['x', carl.id]) t.equal((await ada.get(`${here}/archives/${id}`)).status, 404)
    const before = await filesIn(w)
    t.equal(await sweepFiles(db, w.services.storage, -60_000), 0)
    await db.updateTable('archives').set({ expires_at: new Date(Date.now() - 1) }).execute()
    t.equal((await ada.get(copy.address)).status, 404)
    t.match((await ada.get(here)).$('main').text(), /Your last copy was here until/)
    t.equal(await sweepFiles(db, w.services.storage, -60_000), 1)
    t.equal((await filesIn(w)).length, before.length - 1)
    await db.updateTable('archives').set({ expires_at: new Date(Date.now() - 31 * 86_400_000) }).execute()
    await sweepArchives(db)
    t.strictSame(await db.selectFrom('archives').selectAll().execute(), [])
  })

  await t.test('in Arabic is read from right to left, in full where a file is lost', async t => {
    await db.updateTable('customer_preferences').set({ ui_preferences: JSON.stringify({ language: 'ar' }) }).where('customer_id', '=', ada.id).execute()
    const { storage_key } = await db.selectFrom('attachments').select('storage_key').where('name', '=', 'con.txt').executeTakeFirstOrThrow()
    await w.services.storage.remove(storage_key)
    const { read, paths } = await unpacked(w, ada)
    t.match(await read('index.html'), /<html lang="ar" dir="rtl">/)
    t.ok(paths.includes('tickets/1001/files/_con.txt.txt'), 'a note stands in its place')
    t.equal(await read('tickets/1001/files/log.txt'), 'all is well')
  })
})

t.test('long lists are whole, and hold nothing but what is known of their reader', async t => {
  const w = await world(t)
  const { db, ada } = w
  await w.work()
  await ada.upload('/tickets', { title: 'Not sent yet', priority: 'high', intent: 'draft' }, [])
  await sql`insert into mails (profile_id, address, kind, details, created_at) select ${ada.id}, ${ada.email}, 'number ' || number, '{}', now() - number % 3 * interval '1 microsecond' from generate_series(1, 450) number`.execute(db)
  const { json, read } = await unpacked(w, ada)
  const mails = json('mails.json') as { kind: string }[]
  t.equal(new Set(mails.map(({ kind }) => kind).filter(kind => kind.startsWith('number'))).size, 450)
  t.equal(new Set(mails.map(mail => JSON.stringify(mail))).size, mails.length, 'each once')
  t.strictSame(mails.map(mail => Object.keys(mail).join()).filter(names => names !== 'id,kind,event,address,language,created_at,sent_at,refused_at'), [])
  const draft = read('drafts.html').replace(/<[^>]+>/g, '|')
  t.match(draft, /\|Title\|+Not sent yet\|/)
  t.match(draft, /\|How much does it hurt\?\|+High\|/, 'in the words in which it was asked')
})

t.test('copies are made one at a time and three a day', async t => {
  const { db, ada, carl, visitor } = await world(t)
  t.equal((await visitor.get(here)).status, 303)
  const waiting = () => db.selectFrom('archives').select('id').where('profile_id', '=', ada.id).execute()
  for (let time = 0; time < 5; time++) t.equal((await ada.post(`${here}/archives`, { password })).status, 303)
  t.equal((await waiting()).length, 1, 'nobody is at work yet')
  t.match((await ada.get(here)).$('main').text(), /is being made/)
  t.equal((await ada.get(here)).$('form[action$=archives]').length, 0)
  const statuses = []
  for (let time = 0; time < 3; time++) {
    await db.deleteFrom('archives').execute()
    statuses.push((await ada.post(`${here}/archives`, { password })).status)
  }
  t.strictSame(statuses, [303, 303, 429])
  t.equal((await carl.post(`${here}/archives`, { password })).status, 303, 'which does not touch others')
})

t.test('a copy that breaks off leaves nothing behind, and the next try makes it whole', async t => {
  const w = await world(t)
  const { db, ada, config, services: { storage, queue } } = w
  await ada.upload('/tickets', question, [{ name: 'log.txt', content: 'all is well' }])
  await ada.post(`${here}/archives`, { password })
  const { id } = await db.selectFrom('archives').select('id').executeTakeFirstOrThrow()
  const before = await filesIn(w)
  const away = () => Promise.reject(new Error('the storage is away'))
  const broken = { reading: { ...storage, read: away }, keeping: { ...storage, keep: away }, receiving: { ...storage, receive: away } }
  for (const [what, storage] of Object.entries(broken)) {
    await t.rejects(makeArchive({ db, config, queue, storage }, id), /the storage is away/, what)
    t.strictSame(await filesIn(w), before, what)
    t.match((await ada.get(here)).$('main').text(), /is being made/)
  }
  await makeArchive({ db, config, queue, storage }, id)
  await makeArchive({ db, config, queue, storage }, id)
  t.match((await ada.get(here)).$('main').text(), /Your copy is ready/)
  t.equal((await filesIn(w)).length, before.length + 1, 'done twice, it is made once')
  t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'archive-ready').execute()).length, 1)
})

t.test('names of files', async t => {
  t.strictSame(['../../etc/passwd', '/abs', 'a\\b', 'nul', 'COM1.txt', '...', '', ' x. ', 'ملف.pdf', 'a\u202Egpj.exe'].map(safeName),
    ['_.._etc_passwd', '_abs', 'a_b', '_nul', '_COM1.txt', 'file', 'file', 'x', 'ملف.pdf', 'a_gpj.exe'])
  t.ok([...safeName(`${'👩'.repeat(500)}.txt`)].length <= 104)
  const name = namesOfFolder()
  t.strictSame(['a.txt', 'A.txt', 'a (2).txt', 'a', 'a'].map(name), ['a.txt', 'A (2).txt', 'a (2) (2).txt', 'a', 'a (2)'])
})
