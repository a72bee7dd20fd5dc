import { sql } from 'kysely'
import t from 'tap'
import { world } from '../support/world.ts'
import { category, changed } from './shelf.ts'
import { article } from './texts.ts'

t.test('a category', async t => {
  const w = await world(t)
  const { visitor, ada, grace, db } = w
  const top = await category(w, 'Devices', { description: 'All that has a plug' })
  const middle = await category(w, 'Readers', { parent_id: top })
  const bottom = await category(w, 'Lights & <b>sounds</b>', { parent_id: middle, slug: 'lights' })
  await category(w, 'Nothing', { parent_id: top })
  await article(w, { title: 'Red light', categoryId: bottom, summary: 'What <i>it</i> means' })
  await article(w, { title: 'Inside', categoryId: middle, visibility: 'customers' })
  await article(w, { title: 'Only ours', categoryId: top, visibility: 'staff' })
  await changed(w)
  const links = (page: Awaited<ReturnType<typeof visitor.get>>, selector: string) => page.$(selector).toArray().map(link => page.$(link).attr('href'))

  await t.test('shows where it is, what is below it, and its articles', async t => {
    const page = await visitor.get('/help/lights')
    t.strictSame(links(page, '.trail a'), ['/help', '/help/devices', '/help/readers'])
    t.equal(page.$('h1').text(), 'Lights & <b>sounds</b>')
    t.strictSame(links(page, '.articles a'), ['/help/articles/red-light'])
    t.match(page.$('.articles').text(), 'What <i>it</i> means')
    const above = await visitor.get('/help/devices')
    t.strictSame(links(above, '.categories h2 a'), ['/help/readers'], 'nothing that is empty')
    t.equal(above.$('meta[name=description]').attr('content'), 'All that has a plug')
  })

  await t.test('lists what this reader may read', async t => {
    t.strictSame(links(await visitor.get('/help/readers'), '.articles a'), [])
    t.strictSame(links(await ada.get('/help/readers'), '.articles a'), ['/help/articles/inside'])
    t.strictSame(links(await ada.get('/help/devices'), '.articles a'), [])
    t.strictSame(links(await grace.get('/help/devices'), '.articles a'), ['/help/articles/only-ours'])
  })

  await t.test('that has nothing for this reader does not exist', async t => {
    await article(w, { title: 'Secret', categoryId: await category(w, 'Hidden'), visibility: 'staff' })
    await changed(w)
    for (const slug of ['hidden', 'nothing', 'no-such-thing', 'articles', '%00', 'x'.repeat(250), '..%2f..%2f']) t.ok([400, 404].includes((await visitor.get(`/help/${slug}`)).status), slug)
    t.equal((await visitor.get('/help/hidden')).$('h1').text(), (await visitor.get('/help/no-such-thing')).$('h1').text())
    t.equal((await grace.get('/help/hidden')).status, 200)
  })

  await t.test('that was renamed leads on from where it was, if there is something to read', async t => {
    await db.insertInto('former_slugs').values([{ kind: 'category', slug: 'machines', target_id: top }, { kind: 'category', slug: 'was-hidden', target_id: (await db.selectFrom('kb_categories').select('id').where('slug', '=', 'hidden').executeTakeFirstOrThrow()).id }]).execute()
    const { status, location } = await visitor.get('/help/machines')
    t.strictSame([status, location], [301, '/help/devices'])
    t.equal((await visitor.get('/help/was-hidden')).status, 404)
    t.equal((await grace.get('/help/was-hidden')).location, '/help/hidden')
  })

  await t.test('of a thousand articles is read page by page, by plain links', async t => {
    const id = await category(w, 'Much')
    await sql`insert into kb_articles (title, slug, content, status, category_id) select 'Thing ' || lpad(n::text, 4, '0'), 'thing-' || n, '', 'published', ${id} from generate_series(1, 1000) n`.execute(db)
    await changed(w)
    const seen = new Set<string | undefined>()
    let pages = 0
    for (let next: string | undefined = '/help/much'; next !== undefined; pages++) {
      const page = await visitor.get(next)
      t.equal(page.$('.articles a').length, 50, next)
      for (const link of links(page, '.articles a')) seen.add(link)
      next = page.$('a[rel=next]').attr('href')
    }
    t.strictSame([pages, seen.size], [20, 1_000])
    const last = await visitor.get('/help/much?page=20')
    t.match(last.$('nav').text(), 'Page 20 of 20')
    t.equal(last.$('link[rel=canonical]').attr('href'), 'http://support.test/help/much?page=20')
    t.equal(last.$('a[rel=prev]').attr('href'), '/help/much?page=19')
    for (const page of ['0', '21', '-1', '1.5', 'x', '', '1&page=2', '9'.repeat(30), "1'--"]) t.equal((await visitor.get(`/help/much?page=${page}`)).status, 404, page)
  })
})
