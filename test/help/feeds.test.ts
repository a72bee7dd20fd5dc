import * as cheerio from 'cheerio'
import { sql } from 'kysely'
import t from 'tap'
import { world } from '../support/world.ts'
import { category, changed } from './shelf.ts'
import { article } from './texts.ts'

t.test('what machines read', async t => {
  const w = await world(t)
  const { visitor, grace, db } = w
  const shelf = await category(w, 'Über uns')
  await category(w, 'Empty')
  await article(w, { title: 'Tea & <b>cake</b>', slug: 'tea', summary: 'With "milk" & \u0001 sugar', categoryId: shelf })
  await article(w, { title: 'كيف', slug: 'كيف', language: 'ar', content: 'افتح الصفحة.' })
  await article(w, { title: 'For customers', visibility: 'customers' })
  await article(w, { title: 'For staff', visibility: 'staff' })
  await article(w, { title: 'A draft', status: 'draft' })
  await article(w, { title: 'Archived', status: 'archived' })
  await changed(w)
  const xml = (text: string) => cheerio.load(text, { xml: true })

  await t.test('may be all that everybody may', async t => {
    const { body, response } = await visitor.get('/robots.txt')
    t.match(response.headers['content-type'], /^text\/plain/)
    t.match(body, /^User-agent: \*\nAllow: \/\n/)
    t.match(body, /\nSitemap: http:\/\/support\.test\/sitemap\.xml\n$/)
  })

  await t.test('names every public page once, for staff as for a visitor', async t => {
    for (const who of [visitor, grace]) {
      const { body, response } = await who.get('/sitemap.xml')
      t.match(response.headers['content-type'], /^application\/xml/)
      t.strictSame(xml(body)('loc').toArray().map(loc => decodeURIComponent(xml(body)(loc).text().replace('http://support.test', ''))).sort(),
        ['/', '/help', '/help/articles/tea', '/help/articles/كيف', '/help/questions', '/help/uber-uns'])
      t.match(xml(body)('lastmod').first().text(), /^\d{4}-\d\d-\d\dT/)
    }
  })

  await t.test('is a feed of what is new and changed', async t => {
    const { body, response } = await visitor.get('/help/feed.xml')
    const $ = xml(body)
    t.match(response.headers['content-type'], /^application\/atom\+xml/)
    t.equal($('feed').attr('xmlns'), 'http://www.w3.org/2005/Atom')
    for (const one of ['feed > id', 'feed > title', 'feed > updated', 'feed > author > name', 'feed > link[rel=self][href="http://support.test/help/feed.xml"]', 'feed > link[rel=alternate][href="http://support.test/help"]']) t.equal($(one).length, 1, one)
    t.equal($('entry').length, 2)
    for (const entry of $('entry').toArray()) {
      t.match($(entry).children('id').text(), /^urn:uuid:[0-9a-f-]{36}$/)
      for (const date of ['published', 'updated']) t.match($(entry).children(date).text(), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      t.match($(entry).children('link').attr('href'), /^http:\/\/support\.test\/help\/articles\/[\w%]+$/)
    }
    t.strictSame($('entry > title').toArray().map(title => $(title).text()).sort(), ['Tea & <b>cake</b>', 'كيف'])
    t.strictSame($('entry > summary').toArray().map(summary => $(summary).text()).sort(), ['With "milk" &  sugar', 'افتح الصفحة.'])
    t.equal($('entry[xml\\:lang=ar]').length, 1)
    t.notMatch(body, /[^\t\n\r -\uD7FF\uE000-\uFFFD]/)
  })

  await t.test('has the latest fifty, newest first', async t => {
    await sql`insert into kb_articles (title, slug, content, status, changed_at) select 'Old ' || n, 'old-' || n, '', 'published', now() - n * interval '1 day' from generate_series(1, 80) n`.execute(db)
    await changed(w)
    const $ = xml((await visitor.get('/help/feed.xml')).body)
    t.equal($('entry').length, 50)
    const dates = $('entry > updated').toArray().map(date => $(date).text())
    t.strictSame(dates, dates.toSorted((a, b) => a < b ? 1 : -1))
    t.equal($('feed > updated').text(), dates[0])
    t.equal(xml((await visitor.get('/sitemap.xml')).body)('loc').length, 86)
  })

  await t.test('is there when nothing is', async t => {
    await db.deleteFrom('kb_articles').execute()
    await changed(w)
    const $ = xml((await visitor.get('/help/feed.xml')).body)
    t.equal($('entry').length, 0)
    t.ok($('feed > updated').text())
  })
})
