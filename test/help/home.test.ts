import t from 'tap'
import { world } from '../support/world.ts'
import { category, changed } from './shelf.ts'
import { article } from './texts.ts'

t.test('the help centre', async t => {
  const w = await world(t)
  const { visitor, ada, grace, db } = w
  const shown = async (who: typeof visitor) => {
    const { $, status } = await who.get('/help')
    t.equal(status, 200)
    return $('.categories > li').toArray().map(item => `${$(item).find('h2').text().trim()}: ${$(item).find('p.quiet').text()}`)
  }

  await t.test('says so where there is nothing to read yet, and what to do', async t => {
    const { $ } = await visitor.get('/help')
    t.match($('.empty').text(), /Nothing to read yet/)
    t.equal($('main a[href="/help/guide"]').length, 1)
  })

  await t.test('begins with a search that works without script', async t => {
    for (const path of ['/help', '/']) {
      const { $ } = await visitor.get(path)
      t.match($('form[role=search]').attr(), { method: 'get', action: '/help/search' }, path)
      t.match($('form[role=search] input').attr(), { name: 'q', type: 'search' })
    }
  })

  const devices = await category(w, 'Devices')
  const readers = await category(w, 'Readers', { parent_id: devices })
  const secret = await category(w, 'Inside')
  await category(w, 'Empty')
  await article(w, { title: 'Pair a reader', categoryId: readers })
  await article(w, { title: 'Read the light', categoryId: readers, visibility: 'customers' })
  await article(w, { title: 'How we answer', categoryId: secret, visibility: 'staff' })
  await article(w, { title: 'Half an idea', categoryId: devices, status: 'draft' })
  await article(w, { title: 'On its own' })
  await changed(w)

  await t.test('shows each reader the categories in which they may read something, and how much', async t => {
    t.strictSame(await shown(visitor), ['Devices: 1 article'])
    t.strictSame(await shown(ada), ['Devices: 2 articles'])
    t.strictSame(await shown(grace), ['Devices: 2 articles', 'Inside: 1 article'])
  })

  await t.test('leads to sub-categories, to what has no category, and to what is new', async t => {
    const { $ } = await visitor.get('/help')
    t.equal($('.categories a[href="/help/readers"]').length, 1)
    t.strictSame($('section[aria-labelledby=others] a').toArray().map(link => $(link).attr('href')), ['/help/articles/on-its-own'])
    t.strictSame($('section[aria-labelledby=new-articles] .articles a').toArray().map(link => $(link).text()).sort(), ['On its own', 'Pair a reader'])
    t.notMatch($('main').text(), /How we answer|Half an idea|Read the light/)
  })

  await t.test('is on the start page of visitors and customers, too', async t => {
    for (const who of [visitor, ada]) t.equal((await who.get('/')).$('.topics a[href="/help/devices"]').length, 1)
    t.equal((await visitor.get('/')).$('.topics a').length, 1)
  })

  await t.test('is in the menu of everybody', async t => {
    for (const who of [visitor, ada, grace]) t.equal((await who.get('/help')).$('.site-header a[href="/help"]').attr('aria-current'), 'page')
  })

  await t.test('tells search engines and readers of feeds what it is', async t => {
    const { $ } = await visitor.get('/help')
    t.ok($('meta[name=description]').attr('content'))
    t.equal($('link[rel=canonical]').attr('href'), 'http://support.test/help')
    t.equal($('link[rel=alternate][type="application/atom+xml"]').attr('href'), '/help/feed.xml')
    t.equal((await ada.get('/tickets')).$('link[rel=canonical]').length, 0)
  })
  t.equal((await db.selectFrom('kb_articles').select('id').execute()).length, 5)
})
