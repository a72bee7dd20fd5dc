import { sql } from 'kysely'
import t from 'tap'
import { article, question } from '../help/texts.ts'
import { world, type World } from '../support/world.ts'

const path = '/desk/help/reports'
const section = async ({ grace }: World, id: string, query = '') => (await grace.get(`${path}${query}`)).$(`section[aria-labelledby=${id}]`)
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const day = (days: number) => daysAgo(days).toISOString().slice(0, 10)

t.test('searches that found nothing, the most frequent first', async t => {
  const w = await world(t)
  t.match((await section(w, 'searches')).text(), /found something/)
  await w.db.insertInto('help_counts').values([
    { day: day(1), kind: 'found nothing', subject: 'card reader & <b>co</b>', count: 3 },
    { day: day(40), kind: 'found nothing', subject: 'card reader & <b>co</b>', count: 4 },
    { day: day(2), kind: 'found nothing', subject: 'dark mode', count: 5 },
    { day: day(95), kind: 'found nothing', subject: 'long ago', count: 99 },
    { day: day(1), kind: 'searched', subject: 'found well', count: 99 },
  ]).execute()
  const found = await section(w, 'searches')
  t.match(found.text(), /card reader & <b>co<\/b>[\s\S]*7 times[\s\S]*dark mode[\s\S]*5 times/)
  t.notMatch(found.text(), /long ago|found well/)
  t.equal(found.find('a').first().attr('href'), `/desk/help/articles/new?title=${encodeURIComponent('card reader & <b>co</b>')}`)
})

t.test('what did not help, with reasons and words', async t => {
  const w = await world(t)
  const { ada, carl, grace, mona } = w
  t.match((await section(w, 'votes')).text(), /Nobody has called/)
  const bad = await article(w, { title: 'Pair the reader' })
  const worse = await question(w, { question: 'How do I pay?' })
  const good = await article(w, { title: 'All fine' })
  await ada.post(`/help/articles/${bad.slug}/vote`, { helpful: 'no', reason: 'outdated', words: 'There is no such <b>button</b>.' })
  for (const person of [ada, carl]) await person.post(`/help/questions/${worse.slug}/vote`, { helpful: 'no', reason: 'unclear', words: '' })
  for (const person of [grace, mona]) await person.post(`/help/questions/${worse.slug}/vote`, { helpful: 'yes' })
  await mona.post(`/help/articles/${good.slug}/vote`, { helpful: 'yes' })

  const list = await section(w, 'votes')
  t.strictSame(list.find('h3 a').toArray().map(({ attribs }) => attribs['href']), [`/desk/help/questions/${worse.id}`, `/desk/help/articles/${bad.id}`])
  t.match(list.text(), /2 of 4 readers[\s\S]*hard to understand \(2\)[\s\S]*0 of one reader[\s\S]*out of date \(1\)[\s\S]*no such <b>button<\/b>/)
  await w.db.updateTable('kb_articles').set({ status: 'archived' }).where('id', '=', bad.id).execute()
  t.equal((await section(w, 'votes')).find('h3').length, 1, 'what is archived needs no writing')
})

t.test('articles that nobody looked over for half a year, the longest first', async t => {
  const w = await world(t)
  t.match((await section(w, 'reviews')).text(), /was looked over/)
  const at = async (title: string, published: number, reviewed: number | null, status: 'published' | 'draft' = 'published') => {
    const { id } = await article(w, { title, status })
    await w.db.updateTable('kb_articles').set({ published_at: daysAgo(published), reviewed_on: reviewed === null ? null : day(reviewed) }).where('id', '=', id).execute()
  }
  await at('Old', 300, null)
  await at('Older', 500, 400)
  await at('Reviewed', 500, 10)
  await at('New', 10, null)
  await at('Draft', 500, null, 'draft')
  t.strictSame((await section(w, 'reviews')).find('li a').toArray().map(link => (link.children[0] as unknown as { children: { data: string }[] }).children[0]?.data), ['Older', 'Old'])
})

t.test('a long list can be read to its end', async t => {
  const w = await world(t)
  await sql`insert into help_counts (day, kind, subject) select current_date, 'found nothing', 'word ' || n from generate_series(1, 120) as n`.execute(w.db)
  const beginning = await section(w, 'searches')
  t.equal(beginning.find('li').length, 10)
  t.equal(beginning.find('a[href="/desk/help/reports?list=searches"]').length, 1)
  const lines = async (page: string) => (await section(w, 'searches', `?list=searches${page}`)).find('li').length
  t.strictSame([await lines(''), await lines('&page=2'), await lines('&page=3'), await lines('&page=4'), await lines('&page=x')], [50, 50, 20, 0, 50])
  t.equal((await section(w, 'votes', '?list=searches')).length, 0)
  t.equal((await w.grace.get(`${path}?list=rubbish`)).$('section').length, 3)
})

t.test('only staff read them', async t => {
  const w = await world(t)
  t.equal((await w.ada.get(path)).status, 403)
  t.equal((await w.visitor.get(path)).status, 303)
})
