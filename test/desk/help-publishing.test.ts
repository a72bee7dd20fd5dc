import t from 'tap'
import { publishDue } from '../../src/help/index.ts'
import { fromLocal, toLocal } from '../../src/web/zones.ts'
import { problems, shown } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'
import { change, open, pages, text, write } from './writing.ts'

const article = ({ db }: World) => db.selectFrom('kb_articles').selectAll().executeTakeFirstOrThrow()
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const tomorrow = () => new Date(Date.now() + 86_400_000)

t.test('an article goes from draft to published, back, and into the archive', async t => {
  const w = await world(t)
  const id = await write(w)
  const buttons = async () => (await open(w.grace, id)).$('form[name=article] .buttons button').toArray().map(button => button.attribs['value'])
  for (const [intent, status, then] of [
    ['publish', 'published', 'archive'], ['draft', 'draft', 'schedule'], ['archive', 'archived', 'publish'], ['publish', 'published', 'review'],
  ] as const) {
    t.equal((await change(w, id, { intent })).status, 303)
    t.equal((await article(w)).status, status)
    t.ok((await buttons()).includes(then), `${status}: ${then}`)
  }
  t.ok((await article(w)).published_at)
})

t.test('a draft is published when its time has come, in the time of the site', async t => {
  const w = await world(t, { TIME_ZONE: 'America/New_York' })
  const publish = toLocal(tomorrow(), 'America/New_York')
  const id = await write(w, { publish, intent: 'schedule' })
  const due = fromLocal(publish, 'America/New_York')
  t.match(await article(w), { status: 'draft', publish_at: due, published_at: null })
  t.match((await w.grace.get(`${pages}?status=scheduled`)).$('.ticket-line').text(), /Scheduled/)
  t.equal((await open(w.grace, id)).$('#publish').val(), publish, 'it is shown as it was typed')
  t.equal((await change(w, id, { title: 'A new password' })).status, 303)
  t.match(await article(w), { publish_at: due }, 'saving keeps it scheduled')

  t.equal(await publishDue(w.db), 0, 'not before')
  const monas = await open(w.mona, id)
  await w.db.updateTable('kb_articles').set({ publish_at: new Date(Date.now() - 1_000) }).execute()
  t.equal(await publishDue(w.db), 1)
  t.match(await article(w), { status: 'published', publish_at: null, version: 3 })
  t.ok((await article(w)).published_at)
  t.equal(await publishDue(w.db), 0, 'and only once')
  t.equal((await w.mona.post(`${pages}/${id}/changes`, { ...shown(monas, 'form[name=article]'), intent: 'save' })).status, 409, 'who had it open is told')
})

t.test('back to draft takes the time away', async t => {
  const w = await world(t)
  const id = await write(w, { publish: toLocal(tomorrow(), 'UTC'), intent: 'schedule' })
  await change(w, id, { intent: 'draft' })
  t.match(await article(w), { status: 'draft', publish_at: null })
})

t.test('a time that will not do is refused beside its field', async t => {
  const w = await world(t)
  for (const publish of ['', 'soon', '2026-13-01T10:00', '2026-02-30T10:00', '2020-01-01T10:00']) {
    const refused = await w.grace.post(pages, { ...text, publish, intent: 'schedule' })
    t.equal(refused.status, 422, publish)
    t.ok(problems(refused)['publish'], publish)
    t.equal(refused.$('#publish').val(), publish)
  }
  t.ok(problems(await w.grace.post(pages, { ...text, content: '', publish: toLocal(tomorrow(), 'UTC'), intent: 'schedule' }))['content'])
})

t.test('“Reviewed today” saves the rest as well', async t => {
  const w = await world(t)
  const id = await write(w, { intent: 'publish' })
  await w.db.updateTable('kb_articles').set({ published_at: new Date('2025-01-01'), reviewed_on: '2025-02-01' }).execute()
  const marked = async () => (await w.grace.get(`${pages}?status=unreviewed`)).$('.ticket-line').length
  t.equal(await marked(), 1)
  await change(w, id, { title: 'A new password', intent: 'review' })
  t.match(await article(w), { title: 'A new password', reviewed_on: new Date().toISOString().slice(0, 10), status: 'published' })
  t.equal(await marked(), 0)
})

t.test('pictures are added while writing, and nothing typed is lost', async t => {
  const w = await world(t)
  const added = await w.grace.upload(pages, { ...text, title: '', intent: 'upload' }, [{ name: 'shelf [1].png', content: picture }])
  t.equal(added.status, 200)
  const line = added.$('#article-form li code').text()
  t.match(line, /^!\[shelf \\\[1\\\]\]\(\/help\/files\/[0-9a-f-]{36}\/shelf%20\[?%?/)
  t.equal(added.$('#summary').val(), text.summary)
  t.match(added.$('#content').val(), /Open the page/)

  const form = { ...shown(added, 'form[name=article]'), title: text.title, content: `See:\n\n${line}` }
  const seen = await w.grace.post(pages, { ...form, intent: 'preview' })
  t.equal(seen.$('.preview img').attr('width'), '1')
  t.equal(seen.$('#article-form li code').text(), line, 'the line stays at hand')
  const { location = '' } = await w.grace.post(pages, { ...form, intent: 'publish' })
  t.equal((await w.db.selectFrom('article_files').selectAll().execute()).length, 1)
  t.equal((await w.grace.get(location)).$('#article-form li code').text(), line)
  t.equal((await w.visitor.get(seen.$('.preview img').attr('src') ?? '')).status, 200)
})

t.test('a file that is not taken is told of, and the text is kept', async t => {
  const w = await world(t, { UPLOAD_MEGABYTES: '1' })
  for (const file of [{ name: 'tool.exe', content: 'MZ\0\0' }, { name: 'empty.png', content: '' }, { name: 'broken.png', content: '\x89PNG\r\n\x1A\n' }, { name: 'large.txt', content: 'x'.repeat(1_100_000) }]) {
    const refused = await w.grace.upload(pages, { ...text, intent: 'save' }, [file])
    t.equal(refused.status, 422, file.name)
    t.match(problems(refused)['files'], new RegExp(file.name))
    t.match(refused.$('#content').val(), /Open the page/)
  }
  const inGerman = await w.grace.upload(pages, { ...text, intent: 'save' }, [{ name: 'empty.png', content: '' }], { 'accept-language': 'de' })
  t.equal(problems(inGerman)['files'], '„empty.png“ ist leer. Wählen Sie eine Datei mit Inhalt.', 'in whole sentences of their language')
  t.equal((await w.grace.post(pages, { ...text, intent: 'upload' })).status, 422, 'and so is none at all')
  t.equal((await w.db.selectFrom('kb_articles').select('id').execute()).length, 0)
})

t.test('what readers say of an article stands beside it', async t => {
  const w = await world(t)
  const id = await write(w, { intent: 'publish' })
  await w.db.insertInto('help_votes').values([
    { article_id: id, voter: 'a', helpful: true }, { article_id: id, voter: 'b', helpful: false, reason: 'outdated', words: '<b>Where</b> is the button?' },
  ]).execute()
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  await w.db.insertInto('help_counts').values([
    { day: day(0), kind: 'opened', subject: 'article:reset-your-password', count: 3 }, { day: day(80), kind: 'opened', subject: 'article:reset-your-password', count: 4 },
    { day: day(120), kind: 'opened', subject: 'article:reset-your-password', count: 50 }, { day: day(0), kind: 'opened', subject: 'article:another', count: 60 },
  ]).execute()
  const facts = (await open(w.grace, id)).$('.status-panel').text()
  t.match(facts, /7 times in 90 days/)
  t.match(facts, /1 yes, 1 no/)
  t.match(facts, /It is out of date \(1\)[\s\S]*<b>Where<\/b> is the button\?/)
})
