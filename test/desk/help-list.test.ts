import t from 'tap'
import { swap } from '../support/client.ts'
import { world, type World } from '../support/world.ts'
import { change, pages, write } from './writing.ts'

const titles = async ({ grace }: World, query = '') => {
  const { $, status } = await grace.get(`${pages}${query}`)
  return status === 200 ? $('.ticket-title').toArray().map(line => $(line).text()) : status
}

t.test('the list of articles', async t => {
  const w = await world(t)
  const { grace, db } = w
  t.match((await grace.get(pages)).$('main').text(), /There are no articles yet/)
  const category = await db.selectFrom('kb_categories').select(['id', 'slug']).where('slug', '=', 'billing').executeTakeFirstOrThrow()
  const first = await write(w, { title: 'Pay 100% of it', category: category.id })
  await write(w, { title: 'مرحبا', language: 'ar', visibility: 'staff', intent: 'publish' })
  await write(w, { title: 'Return it', intent: 'archive' })

  t.strictSame(await titles(w), ['Return it', 'مرحبا', 'Pay 100% of it'], 'has the latest changed on top')
  await change(w, first, { summary: 'All of it' })
  t.strictSame((await titles(w) as string[])[0], 'Pay 100% of it')
  t.match((await grace.get(pages)).$('.ticket-line').toArray().length, 3)
  t.match((await grace.get(pages)).$('main').text(), /Draft[\s\S]*Staff only[\s\S]*Archived|Archived/)

  t.strictSame(await titles(w, '?q=pay'), ['Pay 100% of it'])
  t.strictSame(await titles(w, '?q=100%25'), ['Pay 100% of it'])
  t.strictSame(await titles(w, '?q=%25_'), [], 'what searching takes for any letter is itself')
  t.strictSame(await titles(w, '?status=archived'), ['Return it'])
  t.strictSame(await titles(w, '?status=draft&category=billing'), ['Pay 100% of it'])
  t.strictSame(await titles(w, '?category=none'), ['Return it', 'مرحبا'])
  t.strictSame(await titles(w, '?language=ar'), ['مرحبا'])
  t.match((await grace.get(`${pages}?q=nothing`)).$('main').text(), /No article matches/)
  for (const odd of ['?status=x', '?after=x', '?after=1.2', '?q=a&q=b', '?q=%00', '?language=%27--']) t.not(await titles(w, odd), 500, odd)
  t.match((await grace.get(`${pages}?q=pay`, swap('article-list'))).body, /^<section id="article-list"/)
})

t.test('the list comes in pages of fifty, and none is left out between them', async t => {
  const w = await world(t)
  const same = new Date()
  await w.db.insertInto('kb_articles').values(Array.from({ length: 120 }, (_, at) => ({ title: `Article ${at}`, slug: `a-${at}`, content: '', status: 'draft' as const, ...(at % 2 === 0 && { updated_at: same }) }))).execute()

  const seen: string[] = []
  let next: string | undefined = pages
  while (next !== undefined) {
    const { $ } = await w.grace.get(next)
    seen.push(...$('.ticket-title').toArray().map(line => $(line).text()))
    next = $('.pages a').toArray().map(link => $(link).attr('href')).find(href => href?.includes('after='))
  }
  t.equal(seen.length, 120)
  t.equal(new Set(seen).size, 120)
})
