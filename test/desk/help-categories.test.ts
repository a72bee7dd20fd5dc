import t from 'tap'
import { swap } from '../support/client.ts'
import { problems, shown } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'

const pages = '/desk/help/categories'
const billing = { name: 'Refunds', slug: '', parent: 'none', description: 'Money back.', icon: 'card', takes: 'yes' }

const named = ({ db }: World, name: string) => db.selectFrom('kb_categories').selectAll().where('name', '=', name).executeTakeFirst()

async function made(w: World, fields: Record<string, string> = {}) {
  await w.grace.post(pages, { ...billing, ...fields })
  const category = await named(w, fields['name'] ?? billing.name)
  if (category === undefined) throw new Error('The category was not made.')
  return category
}

/** Opens the form as it is, changes something, and sends it. */
async function change(w: World, id: string, fields: Record<string, string>) {
  const page = await w.grace.get(`${pages}/${id}`)
  return w.grace.post(`${pages}/${id}/changes`, { ...shown(page, 'form[name=category]'), ...fields })
}

t.test('an agent makes a category, which then stands last in the tree', async t => {
  const w = await world(t)
  const { status, location } = await w.grace.post(pages, billing)
  t.equal(status, 303)
  t.equal(location, pages)
  t.match(await named(w, 'Refunds'), { slug: 'refunds', description: 'Money back.', icon: 'card', takes_tickets: true, parent_id: null, version: 1 })

  const { $ } = await w.grace.get(pages)
  t.match($('main').text(), /Category saved/)
  t.match($('#category-tree .tickets > li').last().text(), /Refunds/)
  const child = await made(w, { name: 'Vouchers', parent: (await named(w, 'Refunds'))?.id ?? '' })
  t.equal((await w.grace.get(pages)).$(`#category-tree li li a[href="${pages}/${child.id}"]`).length, 1, 'one in it stands below it')
})

t.test('the same form sent twice makes one category', async t => {
  const w = await world(t)
  const form = { ...billing, submission: '11111111-1111-4111-8111-111111111111' }
  await w.grace.proof()
  await Promise.all([w.grace.post(pages, form), w.grace.post(pages, form)])
  t.equal((await w.db.selectFrom('kb_categories').selectAll().where('name', '=', 'Refunds').execute()).length, 1)

  const again = await w.grace.post(pages, { ...form, description: 'Money back, soon.' })
  t.equal(again.status, 409, 'what is new in it is not dropped')
  t.equal(again.$('#description').val(), 'Money back, soon.')
})

t.test('what is wrong is said beside its field, and everything is kept', async t => {
  const w = await world(t)
  await made(w)
  const wrong: Record<string, string> = {
    name: ' ', slug: 'Not a slug!', parent: '11111111-1111-4111-8111-111111111111', description: 'x'.repeat(501), icon: 'skull', takes: 'perhaps',
  }
  for (const [name, value] of Object.entries(wrong)) {
    const refused = await w.grace.post(pages, { ...billing, slug: 'another', [name]: value })
    t.equal(refused.status, 422, name)
    t.match(refused.$('title').text(), /^Error:/)
    t.ok((problems(refused)[name] ?? refused.$('.error-summary').text()) !== '', name)
    t.equal(refused.$('#name').val(), name === 'name' ? '' : 'Refunds')
  }
  for (const slug of ['refunds', 'search', 'Articles', 'x'.repeat(81), '../etc', '%00', 'a--b']) t.ok(problems(await w.grace.post(pages, { ...billing, slug }))['slug'], slug)
  t.match(problems(await w.grace.post(pages, { ...billing, slug: 'refunds' }))['slug'], /“refunds-2” is free/)
  t.equal((await made(w, { name: 'Search' })).slug, 'search-2', 'a name that is a page of ours gets another address')
})

t.test('a category never lies in itself', async t => {
  const w = await world(t)
  const top = await made(w, { name: 'Top' })
  const middle = await made(w, { name: 'Middle', parent: top.id })
  const low = await made(w, { name: 'Low', parent: middle.id })

  const { $ } = await w.grace.get(`${pages}/${top.id}`)
  t.strictSame($('#parent option').toArray().map(option => $(option).text()).filter(name => /Top|Middle|Low/.test(name)), [], 'none of those is offered')
  for (const parent of [top.id, middle.id, low.id]) t.match(problems(await change(w, top.id, { parent }))['parent'], /cannot lie in itself/)
  t.equal((await named(w, 'Top'))?.parent_id, null)
  t.equal((await change(w, low.id, { parent: top.id })).status, 303)
})

t.test('a changed address keeps the former one, and nobody else gets it', async t => {
  const w = await world(t)
  const { id } = await made(w)
  await change(w, id, { slug: 'money-back' })
  t.match(await named(w, 'Refunds'), { slug: 'money-back', version: 2 })
  t.match(await w.db.selectFrom('former_slugs').selectAll().where('kind', '=', 'category').execute(), [{ slug: 'refunds', target_id: id }])

  t.match(problems(await w.grace.post(pages, { ...billing, slug: 'refunds' }))['slug'], /once led to something else/)
  t.equal((await change(w, id, { slug: 'refunds' })).status, 303, 'it can have its own back')
  t.match(await w.db.selectFrom('former_slugs').select('slug').execute(), [{ slug: 'money-back' }])
})

t.test('of two editors the second is told, and nothing is overwritten', async t => {
  const w = await world(t)
  const { id } = await made(w)
  const page = await w.mona.get(`${pages}/${id}`)
  await change(w, id, { 'name': 'Money back', 'icon': 'receipt', 'field-1-label': 'Which order?' })

  const late = await w.mona.post(`${pages}/${id}/changes`, { ...shown(page, 'form[name=category]'), description: 'All about refunds.' })
  t.equal(late.status, 409)
  t.match(late.$('.error-summary').text(), /was changed while you were editing/)
  t.equal(late.$('#description').val(), 'All about refunds.', 'what she typed is kept')
  t.equal(late.$('#name').val(), 'Money back', 'what she did not touch is as it is now')
  t.equal(late.$('#field-1-label').val(), 'Which order?', 'its own questions too')
  t.equal((await named(w, 'Money back'))?.description, 'Money back.')

  t.equal((await w.mona.post(`${pages}/${id}/changes`, shown(late, 'form[name=category]'))).status, 303)
  t.match(await named(w, 'Money back'), { description: 'All about refunds.', icon: 'receipt', fields: [{ label: 'Which order?' }] })
})

t.test('categories move up and down among their like', async t => {
  const w = await world(t)
  const order = async () => (await w.db.selectFrom('kb_categories').select('name').where('parent_id', 'is', null).orderBy('position').orderBy('name').execute()).map(({ name }) => name)
  const before = await order()
  const { id } = await made(w)
  const press = async (move: string, headers = {}) => w.grace.post(`${pages}/order`, { ...shown(await w.grace.get(pages), 'form[name=order]'), move }, headers)

  t.equal((await press(`up.${id}`)).status, 303)
  t.strictSame(await order(), [...before.slice(0, -1), 'Refunds', ...before.slice(-1)])
  t.match((await press(`down.${id}`, swap('category-tree'))).body, /^<div id="category-tree"[\s\S]*“Refunds” moved down/)
  t.strictSame(await order(), [...before, 'Refunds'])
  for (const nonsense of [`down.${id}`, 'up.', 'up.x', 'sideways.1', '']) t.ok([200, 303].includes((await press(nonsense)).status), nonsense)
  t.strictSame(await order(), [...before, 'Refunds'], 'the last goes no further')

  const twice = { move: `up.${id}`, submission: '22222222-2222-4222-8222-222222222222' }
  await w.grace.post(`${pages}/order`, twice)
  await w.grace.post(`${pages}/order`, twice)
  t.strictSame(await order(), [...before.slice(0, -1), 'Refunds', ...before.slice(-1)], 'one press, sent twice, is one step')
})

t.test('customers choose among those that take tickets, in the order of the tree', async t => {
  const w = await world(t)
  const top = await w.db.selectFrom('kb_categories').selectAll().where('parent_id', 'is', null).orderBy('position').limit(1).executeTakeFirstOrThrow()
  const child = await made(w, { name: 'Refunds', parent: top.id })
  await made(w, { name: 'Cash', parent: child.id })
  await made(w, { name: 'Only to read', takes: '' })
  const { $ } = await w.ada.get('/tickets/new')
  const offered = $('#category option').toArray().map(option => String($(option).attr('value')))
  t.strictSame(offered.slice(0, 4), ['none', top.slug, 'refunds', 'cash'])
  t.match($('#category option[value=cash]').text(), `${top.name} › Refunds › Cash`)
  t.notOk(offered.includes('only-to-read'))

  await w.ada.post('/tickets', { category: 'cash', title: 'Where is my money?', description: 'In cash', priority: 'low', intent: 'send' })
  for (const [slug, found] of [['cash', 1], ['refunds', 1], [top.slug, 1], ['other', 0]] as const) t.equal((await w.ada.get(`/tickets?category=${slug}`)).$('.ticket-line').length, found, slug)
})

t.test('only an empty category is removed', async t => {
  const w = await world(t)
  const { id } = await made(w)
  const remove = () => w.grace.post(`${pages}/${id}/removal`)
  await w.db.insertInto('kb_articles').values({ title: 'How', slug: 'how', content: 'So', category_id: id, status: 'draft' }).execute()
  await w.db.insertInto('kb_questions').values({ slug: 'why', question: 'Why?', answer: 'So', category_id: id, status: 'draft' }).execute()
  const child = await made(w, { name: 'Vouchers', parent: id })
  await w.ada.post('/tickets', { category: 'refunds', title: 'Where?', description: 'My money', priority: 'low', intent: 'send' })

  const refused = await remove()
  t.equal(refused.status, 409)
  t.match(refused.$('.error-summary').text(), /still belongs to it: one article, one question, one category, and one ticket/)
  await w.db.deleteFrom('kb_articles').execute()
  await w.db.deleteFrom('kb_questions').execute()
  await w.grace.post(`${pages}/${child.id}/removal`)
  await w.db.deleteFrom('tickets').where('category_id', '=', id).execute()

  t.equal((await remove()).location, pages)
  t.equal(await named(w, 'Refunds'), undefined)
  t.equal((await remove()).location, pages, 'twice is as good as once')
})

t.test('only staff get there, and odd addresses are not found', async t => {
  const w = await world(t)
  const { id } = await made(w)
  for (const url of [pages, `${pages}/new`, `${pages}/${id}`]) t.equal((await w.ada.get(url)).status, 403, url)
  for (const noun of ['changes', 'removal']) t.equal((await w.ada.post(`${pages}/${id}/${noun}`, billing)).status, 403, noun)
  for (const odd of ['x', '1', "1'--", '11111111-1111-4111-8111-111111111111', '%00']) {
    t.equal((await w.grace.get(`${pages}/${odd}`)).status, 404, odd)
    t.equal((await w.grace.post(`${pages}/${odd}/changes`, billing)).status, 404, odd)
  }
  t.equal((await w.grace.get(`${pages}/${id}/changes`)).location, `${pages}/${id}`)
})

t.test('hostile names stay text', async t => {
  const w = await world(t)
  const hostile = '"><img src=x onerror=alert(1)>{{7*7}}<%= 1 %>'
  const { id } = await made(w, { name: hostile, description: hostile })
  for (const url of [pages, `${pages}/${id}`, `${pages}/new`, '/desk/help/articles', '/tickets/new']) t.equal((await w.grace.get(url)).$('img, [onerror]').length, 0, url)
})
