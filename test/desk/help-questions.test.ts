import t from 'tap'
import { swap } from '../support/client.ts'
import { problems, shown } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'
import { question } from '../help/texts.ts'

const path = '/desk/help/questions'
const text = { question: 'How do I pay?', answer: 'By **card**.', category: 'none', slug: '', status: 'published', visibility: 'everyone', language: 'en', intent: 'save' }
const rows = ({ db }: World) => db.selectFrom('kb_questions').selectAll().orderBy('created_at').execute()
const fresh = async ({ grace }: World, address = `${path}/new`) => shown(await grace.get(address), 'form[name=question]')

t.test('an agent writes a question, and customers read it', async t => {
  const w = await world(t)
  const { grace, visitor } = w
  t.match((await grace.get(path)).$('main').text(), /no questions yet/)
  const { status, location = '' } = await grace.post(path, { ...await fresh(w), ...text })
  t.equal(status, 303)
  const page = await grace.get(location)
  t.match(page.$('.toast').text(), /Question saved/)
  t.equal(page.$('a[href^="/help/questions"]').attr('href'), '/help/questions?open=how-do-i-pay#how-do-i-pay')
  t.match((await visitor.get('/help/questions')).$('.written').html(), /<strong>card<\/strong>/)
  t.match((await grace.get(path)).$('main').text(), /How do I pay\?[\s\S]*not used yet/)
  t.match(await rows(w), [{ slug: 'how-do-i-pay', updated_by: grace.id, version: 1, answer_text: 'By card.' }])
})

t.test('a draft is prefilled, previewed, published and archived', async t => {
  const w = await world(t)
  const { grace, visitor } = w
  const form = await fresh(w, `${path}/new?question=How%20do%20I%20pay%3F`)
  t.match(form, { question: 'How do I pay?', status: 'draft', language: 'en', visibility: 'everyone' })

  const preview = await grace.post(path, { ...form, answer: 'By *card*.', intent: 'preview' })
  t.equal(preview.status, 200)
  t.match(preview.$('.preview').html(), /<em>card<\/em>/)
  t.equal(preview.$('textarea').text().trim(), 'By *card*.')
  t.strictSame(await rows(w), [])

  const { location = '' } = await grace.post(path, { ...shown(preview, 'form[name=question]'), intent: 'save' })
  const seen = async () => (await w.browser().get('/help/questions?open=how-do-i-pay')).status
  t.equal(await seen(), 404)
  for (const [status, code] of [['published', 200], ['archived', 404], ['published', 200]] as const) {
    const form = shown(await grace.get(location), 'form[name=question]')
    t.equal((await grace.post(`${location}/changes`, { ...form, status })).status, 303)
    t.equal(await seen(), code, status)
  }
  t.equal((await visitor.get(`/help/questions?open=how-do-i-pay`)).status, 200)
  const edited = await grace.post(`${location}/changes`, { ...shown(await grace.get(location), 'form[name=question]'), answer: '## New', intent: 'preview' })
  t.match(edited.$('.preview .written').html(), /New/)
  t.match(await rows(w), [{ answer: 'By *card*.' }], 'looking saves nothing')
})

t.test('what is wrong with a question is said, and nothing typed is lost', async t => {
  const w = await world(t)
  const { grace } = w
  const long = 'x'.repeat(64_001)
  const form = await fresh(w)
  const blank = await grace.post(path, { ...form, question: ' ', answer: '' })
  t.equal(blank.status, 422)
  t.match(problems(blank), { question: /Write the question/, answer: /Write the answer/ })

  const wrong = { question: 'y'.repeat(201), answer: long, category: 'no-such', status: 'secret', visibility: 'me', language: 'x y', slug: 'No Slug!' }
  const refused = await grace.post(path, { ...form, ...wrong }, swap('question-form'))
  t.equal(refused.status, 422)
  t.strictSame(Object.keys(problems(refused)).sort(), ['answer', 'category', 'language', 'question', 'slug', 'status', 'visibility'])
  t.equal(shown(refused, 'form[name=question]')['answer'], long)
  t.equal((await grace.post(path, { ...form, ...text, category: '00000000-0000-4000-8000-000000000000' })).status, 422)
  t.strictSame(await rows(w), [])
})

t.test('an address is one question’s own, for ever', async t => {
  const w = await world(t)
  const { grace } = w
  await grace.post(path, { ...await fresh(w), ...text })
  await grace.post(path, { ...await fresh(w), ...text })
  t.match(await rows(w), [{ slug: 'how-do-i-pay' }, { slug: 'how-do-i-pay-2' }])
  const taken = await grace.post(path, { ...await fresh(w), ...text, slug: 'how-do-i-pay' })
  t.equal(taken.status, 422)
  t.match(problems(taken)['slug'], /how-do-i-pay-3/)
  t.equal((await grace.post(path, { ...await fresh(w), ...text, question: 'Main', slug: '' })).status, 303)
  t.equal((await rows(w)).at(-1)?.slug, 'main-1', 'not an anchor of the page itself')

  const [first] = await rows(w)
  const address = `${path}/${first?.id}`
  await grace.post(`${address}/changes`, { ...await fresh(w, address), slug: 'paying' })
  t.equal((await w.visitor.get('/help/questions?open=how-do-i-pay')).location, '/help/questions?open=paying#paying')
  t.equal((await grace.post(path, { ...await fresh(w), ...text, slug: 'how-do-i-pay' })).status, 422)
  await grace.post(`${address}/changes`, { ...await fresh(w, address), slug: 'how-do-i-pay' })
  t.equal((await w.visitor.get('/help/questions?open=paying')).location, '/help/questions?open=how-do-i-pay#how-do-i-pay', 'back again')
})

t.test('sent twice it is written once', async t => {
  const w = await world(t)
  const { grace } = w
  const form = { ...await fresh(w), ...text }
  const answers = await Promise.all([1, 2, 3].map(() => grace.post(path, form)))
  t.equal(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size, 1)
  t.equal((await rows(w)).length, 1)
  const changed = await grace.post(path, { ...form, answer: 'By bank.' })
  t.equal(changed.status, 409, 'other words in the same form are not dropped')
  t.match(shown(changed, 'form[name=question]')['answer'], /By bank\./)
  t.equal((await grace.post(changed.$('form[name=question]').attr('action') ?? '', shown(changed, 'form[name=question]'))).status, 303)
  t.match(await rows(w), [{ answer: 'By bank.' }])
})

t.test('of two editors at once the second is told, and nothing of either is lost', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const { id } = await question(w, { question: 'How do I pay?', answer: 'By card.' })
  const address = `${path}/${id}`
  const seen = shown(await mona.get(address), 'form[name=question]')
  await grace.post(`${address}/changes`, { ...await fresh(w, address), question: 'How can I pay?', status: 'archived' })

  const late = await mona.post(`${address}/changes`, { ...seen, answer: 'By *bank*.' })
  t.equal(late.status, 409)
  t.match(late.$('.error-summary').text(), /changed while you were editing/)
  t.match(shown(late, 'form[name=question]'), { question: 'How can I pay?', answer: 'By *bank*.', status: 'archived' })
  t.match(late.$('details').text(), /By card\./, 'beside what is there now')
  t.match(await rows(w), [{ answer: 'By card.', version: 2 }])
  t.equal((await mona.post(`${address}/changes`, shown(late, 'form[name=question]'))).status, 303)
  t.match(await rows(w), [{ question: 'How can I pay?', answer: 'By *bank*.', status: 'archived', version: 3 }])

  for (const version of ['', '0', '-1', 'x', '99999999999']) t.equal((await grace.post(`${address}/changes`, { ...await fresh(w, address), version })).status, 409, version)
})

t.test('questions move up and down within their category', async t => {
  const w = await world(t)
  const { grace } = w
  const [one, two, three] = [await question(w, { question: 'One?' }), await question(w, { question: 'Two?' }), await question(w, { question: 'Three?' })]
  await w.db.updateTable('kb_questions').set({ position: 0 }).execute()
  const order = async () => (await grace.get(path)).$('.branch > a').toArray().map(({ attribs }) => attribs['href']?.split('/').at(-1))
  const [first = ''] = await order()
  const others = [one, two, three].map(({ id }) => id).filter(id => id !== first)
  const page = await grace.get(path)
  const form = shown(page, 'form[name=order]')

  const moved = await grace.post(`${path}/order`, { ...form, move: `down.${first}` }, swap('question-list'))
  t.equal(moved.status, 200)
  t.match(moved.$('[hx-swap-oob]').text(), /moved down/)
  t.equal((await order()).indexOf(first), 1)
  await grace.post(`${path}/order`, { ...form, move: `down.${first}` })
  t.equal((await order()).indexOf(first), 1, 'the same press twice moves once')
  t.equal((await grace.post(`${path}/order`, { ...shown(await grace.get(path), 'form[name=order]'), move: `down.${first}` })).location, path)
  t.equal((await order()).indexOf(first), 2)
  t.strictSame((await order()).slice(0, 2).sort(), others.sort())
  for (const move of ['', 'up.', 'sideways.1', `up.${first}x`, 'down.00000000-0000-4000-8000-000000000000']) t.equal((await grace.post(`${path}/order`, { move })).status, 303, move)
})

t.test('a question shows what readers said', async t => {
  const w = await world(t)
  const { id, slug } = await question(w, { question: 'How do I pay?' })
  const address = `/help/questions/${slug}/vote`
  t.match((await w.grace.get(`${path}/${id}`)).$('main').text(), /Nobody has said so far/)
  await w.ada.post(address, { helpful: 'yes' })
  await w.carl.post(address, { helpful: 'no', reason: 'unclear', words: '<b>What?</b>' })
  const score = (await w.grace.get(`${path}/${id}`)).$('section[aria-labelledby=score]')
  t.match(score.text(), /1 of 2 readers[\s\S]*hard to understand \(1\)[\s\S]*<b>What\?<\/b>/)
})

t.test('only staff write, and what is not there is not there', async t => {
  const w = await world(t)
  const { ada, grace, visitor } = w
  const { id } = await question(w, { question: 'How do I pay?' })
  const posts = [path, `${path}/${id}/changes`, `${path}/order`]
  for (const url of posts) {
    t.equal((await ada.post(url, text)).status, 403)
    t.ok([303, 403].includes((await visitor.post(url, text)).status))
    t.equal((await grace.post(url, { ...text, _csrf: '' })).status, 403)
  }
  t.equal((await rows(w)).length, 1)
  for (const url of [path, `${path}/new`, `${path}/${id}`]) t.equal((await ada.get(url)).status, 403)
  for (const wrong of ['x', '00000000-0000-4000-8000-000000000000', '%00', '1']) {
    t.equal((await grace.get(`${path}/${wrong}`)).status, 404, wrong)
    t.equal((await grace.post(`${path}/${wrong}/changes`, text)).status, 404, wrong)
  }
  for (const url of [`${path}/order`, `${path}/${id}/changes`]) t.equal((await grace.get(url)).status, 303)
})

t.test('a long list goes on, page after page', async t => {
  const w = await world(t)
  const values = Array.from({ length: 120 }, (_, at) => ({ slug: `q-${at}`, question: `Question ${at}?`, answer: 'A', status: 'draft', position: at } as const))
  await w.db.insertInto('kb_questions').values(values).execute()
  const seen: string[] = []
  for (const page of ['', '?page=2', '?page=3', '?page=4']) seen.push(...(await w.grace.get(`${path}${page}`)).$('.branch > a').toArray().map(({ attribs }) => attribs['href'] ?? ''))
  t.equal(new Set(seen).size, 120)
  t.equal(seen.length, 120)
})
