import { sql } from 'kysely'
import t from 'tap'
import { changeQuestion, moveQuestion, renderAnswer, topQuestions } from '../../src/help/index.ts'
import type { Answer } from '../support/client.ts'
import { until } from '../support/until.ts'
import { world, type World } from '../support/world.ts'
import { question } from './texts.ts'

const asked = ({ $ }: Answer) => $('main section[aria-labelledby^=group_]').toArray()
  .map(section => [$(section).find('h2').text(), ...$(section).find('summary').toArray().map(summary => $(summary).text())])
const category = async ({ db }: World, slug: string) => (await db.selectFrom('kb_categories').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()).id
const usesOf = async ({ db }: World, id: string) => (await db.selectFrom('kb_questions').select('uses').where('id', '=', id).executeTakeFirstOrThrow()).uses

t.test('the questions stand by topic, in the order of staff or of use', async t => {
  const w = await world(t)
  const { visitor, db } = w
  const [billing, problem] = [await category(w, 'billing'), await category(w, 'problem')]
  await question(w, { question: 'Anything else?' })
  const first = await question(w, { question: 'How do I pay?', categoryId: billing })
  const second = await question(w, { question: 'When do I pay?', categoryId: billing })
  await question(w, { question: 'Why does it blink?', categoryId: problem })
  await db.updateTable('kb_questions').set({ uses: 9 }).where('id', '=', second.id).execute()
  const names = await db.selectFrom('kb_categories').select('name').where('id', 'in', [billing, problem]).orderBy('position').execute()

  const page = await visitor.get('/help/questions')
  const groups = asked(page)
  t.strictSame(groups.map(([name]) => name), [...names.map(({ name }) => name), 'General'])
  t.ok(groups.some(group => group.slice(1).join() === 'How do I pay?,When do I pay?'))
  t.equal(page.$('details').length, 4)
  t.equal(page.$('details[open]').length, 0)
  t.equal(page.$(`details #${first.slug} strong`).text(), 'this', 'the anchor lies within, so that browsers open what is around it')
  t.equal(page.$(`#${first.slug} .quiet a`).attr('href'), `/help/questions?open=${first.slug}#${first.slug}`)
  t.ok(asked(await visitor.get('/help/questions?sort=use')).some(group => group.slice(1).join() === 'When do I pay?,How do I pay?'))

  t.equal(await db.transaction().execute(trx => moveQuestion(trx, second.id, 'up')), true)
  t.ok(await until(async () => asked(await visitor.get('/help/questions')).some(group => group.slice(1).join() === 'When do I pay?,How do I pay?')))
  t.equal(await db.transaction().execute(trx => moveQuestion(trx, second.id, 'up')), false, 'the first stays the first')
})

t.test('a question opens by its address, without script, and that is counted', async t => {
  const w = await world(t)
  const { visitor, grace } = w
  const { id, slug } = await question(w, { question: 'Wie geht das? 你好' })
  const address = `/help/questions?open=${encodeURIComponent(slug)}#${encodeURIComponent(slug)}`

  t.equal((await visitor.get(`/help/questions/${encodeURIComponent(slug)}`)).location, address)
  const { $, response } = await visitor.get(address)
  t.equal($('details[open] .answer').attr('id'), slug)
  t.match(response.headers['cache-control'], /no-store/)
  await visitor.get(address, { 'sec-purpose': 'prefetch' })
  await visitor.get(`${address.split('#')[0]}&voted=yes`)
  await grace.get(address)
  await visitor.post(`/help/questions/${encodeURIComponent(slug)}/vote`, { helpful: 'yes' })
  await visitor.post(`/help/questions/${encodeURIComponent(slug)}/vote`, { helpful: 'no' })
  await w.app.close()
  t.equal(await usesOf(w, id), 2, 'one came for it, one vote; not the browser’s guess, not staff, not the same vote again')
})

t.test('counts of use are written down while the app runs', async t => {
  const w = await world(t)
  const { slug, id } = await question(w, { question: 'How do I pay?' })
  for (let times = 0; times < 3; times++) await w.visitor.get(`/help/questions?open=${slug}`)
  t.ok(await until(async () => await usesOf(w, id) === 3))
})

t.test('what is not for somebody is not there for them', async t => {
  const w = await world(t)
  const { visitor, ada, grace } = w
  await question(w, { question: 'For all?' })
  await question(w, { question: 'For customers?', visibility: 'customers' })
  await question(w, { question: 'For staff?', visibility: 'staff' })
  await question(w, { question: 'A draft?', status: 'draft' })
  await question(w, { question: 'Archived?', status: 'archived' })

  const seen = async (who: typeof visitor) => asked(await who.get('/help/questions')).flatMap(([, ...questions]) => questions)
  t.strictSame(await seen(visitor), ['For all?'])
  t.strictSame(await seen(ada), ['For all?', 'For customers?'])
  t.strictSame(await seen(grace), ['For all?', 'For customers?', 'For staff?'])
  for (const slug of ['for-customers', 'for-staff', 'a-draft', 'archived', 'no-such', '%00']) {
    const paths = [`/help/questions?open=${slug}`, `/help/questions/${slug}`]
    for (const path of paths) t.equal((await visitor.get(path)).status, slug === '%00' && path.includes('?') ? 200 : 404, path)
  }
  for (const slug of ['a-draft', 'archived']) {
    const { status, $ } = await grace.get(`/help/questions?open=${slug}`)
    t.equal(status, 200)
    t.match($('.notice').text(), /Only staff see it/)
    t.equal($('.notice form').length, 0, 'and nobody votes on it')
    t.equal((await ada.get(`/help/questions?open=${slug}`)).status, 404)
  }
  t.match((await grace.get('/help/questions?open=for-staff')).$('details[open]').text(), /For staff only/)

  t.strictSame((await topQuestions(w.db, null, 9)).map(({ address }) => address), ['/help/questions?open=for-all#for-all'])
  t.strictSame((await topQuestions(w.db, { id: ada.id, role: 'customer' }, 1)).length, 1)
  const data = JSON.parse((await grace.get('/help/questions')).$('script[type="application/ld+json"]').text()) as { mainEntity: { name: string }[] }
  t.strictSame(data.mainEntity.map(({ name }) => name), ['For all?'], 'search engines are told of public ones alone')
})

t.test('a page that all share is kept, and a change makes it new', async t => {
  const w = await world(t)
  const { id } = await question(w, { question: 'For all?' })
  const { response, $ } = await w.visitor.get('/help/questions')
  t.match(response.headers['cache-control'], /public/)
  t.equal($('[name=_csrf]').length, 0)
  t.equal((await w.browser().get('/help/questions', { 'if-none-match': String(response.headers['etag']) })).status, 304)

  const text = { question: 'For everybody?', slug: 'for-everybody', answer: 'Yes.', categoryId: null, status: 'published', visibility: 'everyone', language: 'en' } as const
  const rendered = await renderAnswer({ db: w.db, markdown: w.services.markdown }, text.answer, 'x')
  t.equal(await w.db.transaction().execute(trx => changeQuestion(trx, id, 1, text, rendered, null)), 2)
  t.equal(await w.db.transaction().execute(trx => changeQuestion(trx, id, 1, { ...text, answer: 'No.' }, rendered, null)), undefined, 'a version that somebody else changed is not written over')
  t.ok(await until(async () => asked(await w.browser().get('/help/questions')).flat().includes('For everybody?')))
  t.equal((await w.visitor.get('/help/questions?open=for-all')).location, '/help/questions?open=for-everybody#for-everybody', 'the address that was leads on')
  t.equal((await w.visitor.get('/help/questions/for-all')).location, '/help/questions?open=for-everybody#for-everybody')
})

t.test('hostile, long and foreign texts are shown and not obeyed', async t => {
  const w = await world(t)
  await question(w, { question: '</script><script>alert(1)</script>', answer: '# Big\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1)) </script><b hx-get="/x" data-a="1" onclick=x>bold</b>' })
  await question(w, { question: 'كيف أدفع؟', answer: 'هكذا **تدفع**.', language: 'ar' })
  await question(w, { question: 'main', answer: '## Same\n\ntext', slug: 'main-1' })
  await question(w, { question: 'x'.repeat(200), answer: `## Same\n\n${'word '.repeat(10_000)}` })
  const { status, $, body } = await w.visitor.get('/help/questions')
  t.equal(status, 200)
  t.equal($('main script, main [onclick], main [onerror], main img').length, 0)
  t.equal($('.written [hx-get], .written [data-a]').length, 0)
  t.equal($('.written a[href^=javascript]').length, 0)
  t.equal($('.written h2').length, 0, 'the questions are the headings')
  t.match($('.written').text(), /Big/)
  t.equal($('main [lang=ar]').length, 2)
  t.match(body, /\\u003c\/script>/)
  const data = JSON.parse($('script[type="application/ld+json"]').text()) as { mainEntity: { name: string }[] }
  t.ok(data.mainEntity.some(({ name }) => name === '</script><script>alert(1)</script>'))
})

t.test('the page without questions says so; of very many it shows a part', async t => {
  const w = await world(t)
  t.match((await w.visitor.get('/help/questions')).$('main').text(), /no questions here yet/)
  await sql`insert into kb_questions (slug, question, answer, answer_html, answer_text, status, position)
    select 'q-' || n, 'Question ' || n || '?', 'A', '<p>A</p>', 'A', 'published', n from generate_series(1, 1000) as n`.execute(w.db)

  const seen: string[] = []
  let next: string | undefined = '/help/questions?page=1'
  while (next !== undefined) {
    const page: Answer = await w.visitor.get(next)
    seen.push(...asked(page).flatMap(([, ...questions]) => questions))
    next = page.$('.pages a').filter((_, link) => page.$(link).text() === 'Next page').attr('href')
  }
  t.strictSame(seen, Array.from({ length: 1_000 }, (_, at) => `Question ${at + 1}?`))
  const { $ } = await w.visitor.get('/help/questions?open=q-777')
  t.equal($('details[open] summary').text(), 'Question 777?', 'one that stands on another page is found by its address')
  for (const page of ['0', '-1', '99999', '1e3', 'x', "';--"]) t.equal((await w.visitor.get(`/help/questions?page=${encodeURIComponent(page)}`)).status, 200)
})
