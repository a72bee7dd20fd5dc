import t from 'tap'
import { hashSessionId } from '../../src/sign-in/index.ts'
import { swap } from '../support/client.ts'
import { problems, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { change, open, pages, text, write } from './writing.ts'

t.test('an agent writes an article, and publishes it', async t => {
  const w = await world(t)
  const { status, location = '' } = await w.grace.post(pages, { ...text, intent: 'save' })
  t.equal(status, 303)
  const saved = await w.grace.get(location)
  t.match(saved.$('main').text(), /Article saved/)
  t.equal(saved.$('form[name=article] button').first().attr('value'), 'save', 'Enter in a field saves')
  const article = async () => w.db.selectFrom('kb_articles').selectAll().executeTakeFirstOrThrow()
  t.match(await article(), { title: text.title, slug: 'reset-your-password', status: 'draft', published_at: null, updated_by: w.grace.id, version: 1, words: 6 })
  t.equal((await w.visitor.get('/help/articles/reset-your-password')).status, 404)

  t.equal((await w.grace.post(`${location}/changes`, { ...shown(saved, 'form[name=article]'), intent: 'publish', note: 'First edition' })).location, location)
  t.match(await article(), { status: 'published', version: 2 })
  t.ok((await article()).published_at)
  t.match((await w.visitor.get('/help/articles/reset-your-password')).body, /<strong>wait<\/strong>/)
})

t.test('an address is free, made of the title, and keeps its former one', async t => {
  const w = await world(t)
  const first = await write(w)
  await write(w)
  t.strictSame((await w.db.selectFrom('kb_articles').select('slug').orderBy('slug').execute()).map(({ slug }) => slug), ['reset-your-password', 'reset-your-password-2'])

  t.equal((await change(w, first, { slug: 'New-Password' })).status, 303)
  t.match(await w.db.selectFrom('former_slugs').selectAll().execute(), [{ kind: 'article', slug: 'reset-your-password', target_id: first }])
  for (const slug of ['reset-your-password-2', 'a b', '..', 'x'.repeat(81)]) {
    const refused = await change(w, first, { slug })
    t.equal(refused.status, 422, slug)
    t.ok(problems(refused)['slug'], slug)
  }
})

t.test('what is wrong is said beside its field, and everything is kept', async t => {
  const w = await world(t)
  const wrong: Record<string, string> = {
    title: ' ', summary: 'x'.repeat(301), category: 'nowhere', language: "x'--", visibility: 'nobody', content: 'x'.repeat(1_000_001), note: 'a\nb', reviewed: '2026-02-30', publish: 'x'.repeat(21),
  }
  for (const [name, value] of Object.entries(wrong)) {
    const refused = await w.grace.upload(pages, { ...text, [name]: value, intent: 'save' }, [])
    t.equal(refused.status, 422, name)
    t.match(refused.$('title').text(), /^Error:/)
    t.ok(problems(refused)[name], name)
    t.equal(refused.$('#summary').val(), name === 'summary' ? value : text.summary)
  }
  t.match(problems(await w.grace.post(pages, { ...text, content: '', intent: 'publish' }))['content'], /before it is published/)
  t.equal((await w.db.selectFrom('kb_articles').select('id').execute()).length, 0)
  t.equal((await w.grace.post(pages, { ...text, content: '' })).status, 303, 'a draft may be empty')
})

t.test('a longer text than a form holds is refused as too large', async t => {
  const w = await world(t)
  t.equal((await w.grace.upload(pages, { ...text, content: 'ä'.repeat(900_000) }, [])).status, 413)
})

t.test('the same form sent twice writes one article', async t => {
  const w = await world(t)
  const form = { ...text, submission: '11111111-1111-4111-8111-111111111111' }
  await w.grace.proof()
  const [one, two] = await Promise.all([w.grace.post(pages, form), w.grace.post(pages, form)])
  t.equal(one.location, two.location)
  const id = one.location?.split('/').at(-1) ?? ''

  const again = await w.grace.post(pages, { ...form, content: 'More of it.' })
  t.equal(again.status, 409, 'what is new in it is not dropped')
  t.equal(again.$('form[name=article]').attr('action'), `${pages}/${id}/changes`)
  t.equal(again.$('#content').val()?.toString().trim(), 'More of it.')
  t.equal((await w.db.selectFrom('kb_articles').select('id').execute()).length, 1)
})

t.test('of two editors the second is told what the first changed, and nothing is overwritten', async t => {
  const w = await world(t)
  const id = await write(w, { intent: 'publish' })
  const monas = await open(w.mona, id)
  await change(w, id, { content: 'Open the right page, then **wait**.', language: 'de' })

  const late = await w.mona.post(`${pages}/${id}/changes`, { ...shown(monas, 'form[name=article]'), content: 'Press the button.', intent: 'save' })
  t.equal(late.status, 409)
  t.match(late.$('title').text(), /^Error:/)
  t.match(late.$('.error-summary').text(), /Grace changed this article while you were writing/)
  t.equal(late.$('.error-summary a').attr('href'), '#conflict')
  t.equal(late.$('#conflict ins').text(), 'added: right ')
  t.equal(late.$('#content').val()?.toString().trim(), 'Press the button.', 'her text is kept')
  t.equal(late.$('#language option[selected]').val(), 'de', 'what she did not touch is as it is now')
  t.match(await w.db.selectFrom('kb_articles').selectAll().executeTakeFirst(), { content: 'Open the right page, then **wait**.', version: 2 })

  t.equal((await w.mona.post(`${pages}/${id}/changes`, { ...shown(late, 'form[name=article]'), intent: 'save' })).status, 303)
  t.match(await w.db.selectFrom('kb_articles').selectAll().executeTakeFirst(), { content: 'Press the button.', language: 'de', version: 3, updated_by: w.mona.id })

t.test('with htmx the form comes back instead of the page', async t => {
  const w = await world(t)
  const refused = await w.grace.post(pages, { ...text, title: '' }, swap('article-form'))
  t.equal(refused.status, 422)
  t.match(refused.body, /^<div id="article-form"[\s\S]*error-summary/)
  const seen = await w.grace.post(pages, { ...text, intent: 'preview' }, swap('article-form'))
  t.match(seen.body, /^<div id="article-form"[\s\S]*<strong>wait<\/strong>/)
})

t.test('a preview saves nothing and keeps what was typed', async t => {
  const w = await world(t)
  const seen = await w.grace.post(pages, { ...text, content: '# <script>alert(1)</script>\n\n*Quite* so', title: '', intent: 'preview' })
  t.equal(seen.status, 200)
  t.match(seen.$('.preview .written').html(), /<em>Quite<\/em> so/)
  t.equal(seen.$('.preview script').length, 0)
  t.equal(seen.$('#summary').val(), text.summary)
  t.equal((await w.db.selectFrom('kb_articles').select('id').execute()).length, 0)
})

t.test('text typed after the session ended is kept for its author', async t => {
  const w = await world(t)
  const { grace, db } = w
  const form = { ...await grace.proof(), ...text, content: 'A long day’s work' }
  await db.deleteFrom('sessions').where('profile_id', '=', grace.id).execute()
  const { location = '' } = await grace.post(pages, form)
  t.match(location, /^\/sign-in\?next=%2Fsign-in%2Fkept%2F/)
  t.match(await db.selectFrom('drafts').selectAll().executeTakeFirst(), { profile_id: grace.id, form: 'parked', fields: { content: 'A long day’s work', action: pages } })

  await db.insertInto('sessions').values({ id: hashSessionId(grace.sessionId), profile_id: grace.id, expires_at: new Date(Date.now() + 29 * 86_400_000) }).execute()
  grace.cookies['session'] = grace.sessionId
  const kept = await grace.get(new URL(location, 'http://x').searchParams.get('next') ?? '')
  t.equal((await grace.post(pages, shown(kept, `form[action="${pages}"]`))).status, 303)
  t.match(await db.selectFrom('kb_articles').selectAll().executeTakeFirst(), { title: text.title, content: 'A long day’s work', status: 'draft' })
})
})

t.test('only staff get there, and odd addresses are not found', async t => {
  const w = await world(t)
  const id = await write(w)
  for (const url of ['/desk/help', pages, `${pages}/new`, `${pages}/${id}`]) t.equal((await w.ada.get(url)).status, 403, url)
  t.equal((await w.ada.post(pages, text)).status, 403)
  t.equal((await w.ada.post(`${pages}/${id}/changes`, text)).status, 403)
  for (const odd of ['x', "1'--", '11111111-1111-4111-8111-111111111111', '%00']) {
    t.equal((await w.grace.get(`${pages}/${odd}`)).status, 404, odd)
    t.equal((await w.grace.post(`${pages}/${odd}/changes`, text)).status, 404, odd)
  }
  t.equal((await w.grace.get(`${pages}/${id}/changes`)).location, `${pages}/${id}`)
})

t.test('what is typed stays text', async t => {
  const w = await world(t)
  const hostile = '"><img src=x onerror=alert(1)>\'{{7*7}}<%= 1 %>'
  const id = await write(w, { title: hostile, summary: hostile, note: hostile, content: hostile, intent: 'publish' })
  for (const url of [pages, `${pages}/${id}`, `${pages}/${id}/versions`, `${pages}/${id}/versions/1`, `${pages}/new?title=${encodeURIComponent(hostile)}`]) {
    t.equal((await w.grace.get(url)).$('img, script:not([src]), [onerror]').length, 0, url)
  }
  t.equal((await w.grace.get(`${pages}/new?title=${encodeURIComponent(hostile)}`)).$('#title').val(), hostile)
})
