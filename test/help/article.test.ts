import t from 'tap'
import { changeArticle, renderArticle } from '../../src/help/index.ts'
import { world, type World } from '../support/world.ts'
import { category, changed } from './shelf.ts'
import { article } from './texts.ts'

const long = '## Before\n\nA cable.\n\n### What you need\n\nA phone.\n\n## After\n\nDone.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nls\n```\n'

async function edit(w: World, id: string, said: { title?: string; slug?: string; content?: string }, note: string): Promise<void> {
  const { db, services: { markdown } } = w
  const { version, slug, title, summary, content } = await db.selectFrom('kb_articles').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const text = { slug, title, summary, content, categoryId: null, status: 'published', visibility: 'everyone', language: 'en', publishAt: null, reviewedOn: '2026-11-02', ...said } as const
  const rendered = await renderArticle({ db, markdown }, text.content, 'somebody')
  await db.transaction().execute(trx => changeArticle(trx, id, version, text, rendered, { authorId: null, note }))
  await changed(w)
}

t.test('an article', async t => {
  const w = await world(t, { SITE_NAME: 'Acme </script>', TIME_ZONE: 'America/Los_Angeles' })
  const { visitor, ada, grace } = w
  const devices = await category(w, 'Devices')
  const readers = await category(w, 'Readers', { parent_id: devices })
  const { id } = await article(w, { title: 'Pair a reader', summary: 'Over Bluetooth </script><b>', content: long, categoryId: readers, reviewedOn: '2026-11-02' })
  await article(w, { title: 'Charge a reader', categoryId: readers })
  await article(w, { title: 'Pair a reader with a till', visibility: 'customers' })
  await changed(w)

  await t.test('shows where it is, what it says, how long that takes and how fresh it is', async t => {
    const { $ } = await visitor.get('/help/articles/pair-a-reader')
    t.strictSame($('.trail a').toArray().map(link => $(link).attr('href')), ['/help', '/help/devices', '/help/readers'])
    t.equal($('h1').text(), 'Pair a reader')
    t.equal($('.article .lead').text(), 'Over Bluetooth </script><b>')
    t.match($('.article header').text(), /1 minute to read.*Last reviewed Nov 2, 2026/)
    t.equal($('.written').attr('lang'), 'en')
    t.equal($('.written td').length, 2)
    t.equal($('a[href="/help/guide"]').length, 1)
  })

  await t.test('has a table of contents where there are three headings, which leads to them', async t => {
    const { $ } = await visitor.get('/help/articles/pair-a-reader')
    const links = $('.contents a').toArray()
    t.strictSame(links.map(link => $(link).text()), ['Before', 'What you need', 'After'])
    for (const link of links) t.equal($(`[id="${decodeURIComponent(String($(link).attr('href')).slice(1))}"]`).text(), $(link).text())
    t.equal((await visitor.get('/help/articles/charge-a-reader')).$('.contents').length, 0)
  })

  await t.test('names related ones that this reader may read', async t => {
    const related = async (who: typeof visitor) => {
      const { $ } = await who.get('/help/articles/pair-a-reader')
      return $('section[aria-labelledby=related] a').toArray().map(link => $(link).attr('href')).sort()
    }
    t.strictSame(await related(visitor), ['/help/articles/charge-a-reader'])
    t.strictSame(await related(ada), ['/help/articles/charge-a-reader', '/help/articles/pair-a-reader-with-a-till'])
  })

  await t.test('tells search engines what it is, in a block that nothing ends', async t => {
    const { $ } = await visitor.get('/help/articles/pair-a-reader')
    const data = JSON.parse($('script[type="application/ld+json"]').text()) as { '@graph': Record<string, unknown>[] }
    t.match(data['@graph'], [
      { '@type': 'Article', headline: 'Pair a reader', url: 'http://support.test/help/articles/pair-a-reader', inLanguage: 'en', publisher: { name: 'Acme </script>' } },
      { '@type': 'BreadcrumbList', itemListElement: [{ item: 'http://support.test/help' }, { name: 'Devices' }, { name: 'Readers', position: 3 }, { name: 'Pair a reader' }] },
    ])
    t.equal($('meta[name=description]').attr('content'), 'Over Bluetooth </script><b>')
    t.equal($('link[rel=canonical]').attr('href'), 'http://support.test/help/articles/pair-a-reader')
  })

  await t.test('tells what changed', async t => {
    t.equal((await visitor.get('/help/articles/pair-a-reader')).$('.article footer details').length, 0)
    await edit(w, id, { content: `${long}\nMore.` }, 'The <new> model')
    await edit(w, id, { content: `${long}\nEven more.` }, '')
    const { $ } = await visitor.get('/help/articles/pair-a-reader')
    t.strictSame($('.article footer details li').toArray().map(item => $(item).text().split(' · ')[1]), ['Changed', 'The <new> model', 'First published'])
    t.match($('.written').text(), /Even more/, 'and it is shown as it is now')
  })

  await t.test('that was renamed is still found under every name it had', async t => {
    await edit(w, id, { slug: 'pairing' }, '')
    await edit(w, id, { slug: 'pair-it' }, '')
    for (const old of ['pair-a-reader', 'pairing']) {
      const { status, location } = await visitor.get(`/help/articles/${old}`)
      t.strictSame([status, location], [301, '/help/articles/pair-it'])
    }
  })

  await t.test('that is not for everybody does not exist for others', async t => {
    await article(w, { title: 'For staff', visibility: 'staff' })
    await article(w, { title: 'For customers', visibility: 'customers' })
    await article(w, { title: 'A draft', status: 'draft' })
    await article(w, { title: 'Archived', status: 'archived' })
    const statuses = async (who: typeof visitor) => Promise.all(['for-staff', 'for-customers', 'a-draft', 'archived'].map(async slug => (await who.get(`/help/articles/${slug}`)).status))
    t.strictSame(await statuses(visitor), [404, 404, 404, 404])
    t.strictSame(await statuses(ada), [404, 200, 404, 404])
    t.strictSame(await statuses(grace), [200, 200, 200, 200])
    const [missing, hidden] = [await visitor.get('/help/articles/none'), await visitor.get('/help/articles/for-staff')]
    t.equal(missing.$('main h1').text() + missing.$('main .lead').text(), hidden.$('main h1').text() + hidden.$('main .lead').text())
    for (const slug of ['%00', '%ff', 'x'.repeat(250), "x'--"]) t.ok([400, 404].includes((await visitor.get(`/help/articles/${slug}`)).status), slug)
  })

  await t.test('tells staff who can read it and leads them to change it', async t => {
    for (const [slug, words] of [['a-draft', /draft/], ['archived', /archived/], ['for-staff', /Only staff/], ['for-customers', /signed-in customers/]] as const) {
      const { $ } = await grace.get(`/help/articles/${slug}`)
      t.match($('.notice').text(), words)
      t.match($('.notice a').attr('href'), /^\/desk\/help\/articles\/[0-9a-f-]{36}$/)
    }
    t.equal((await grace.get('/help/articles/a-draft')).$('.vote').length, 0, 'nobody votes on a draft')
    for (const who of [ada, visitor]) t.equal((await who.get('/help/articles/pair-it')).$('.notice').length, 0)
  })
})

t.test('an article in Arabic runs from right to left', async t => {
  const w = await world(t)
  await article(w, { title: 'كيف تعيد ضبط كلمة المرور', slug: 'كلمة-المرور', language: 'ar', content: '## أولا\n\nافتح `Sign in`.\n\n## ثانيا\n\n- انتظر\n\n## ثالثا\n\nتم.' })
  const { $, status } = await w.visitor.get(`/help/articles/${encodeURIComponent('كلمة-المرور')}`)
  t.equal(status, 200)
  for (const part of ['h1', '.written', '.contents ol']) t.match($(part).attr(), { lang: 'ar', dir: 'rtl' }, part)
  for (const link of $('.contents a').toArray()) t.equal($(`[id="${decodeURIComponent(String($(link).attr('href')).slice(1))}"]`).length, 1)
  t.equal($('html').attr('lang'), 'en', 'the page around it is in our language')
  t.equal((await w.visitor.get('/help')).$('section[aria-labelledby=others] a').attr('lang'), 'ar')
})

t.test('an article of 200 kB is shown whole', async t => {
  const w = await world(t)
  const content = Array.from({ length: 400 }, (_, at) => `## Part ${at}\n\n${`Sentence ${at} goes on. `.repeat(26)}\n`).join('\n')
  t.ok(content.length > 200_000)
  await article(w, { title: 'Everything', content })
  const { $ } = await w.visitor.get('/help/articles/everything')
  t.equal($('.written h2').length, 400)
  t.equal($('.contents a').length, 400)
  t.equal($('.contents details').attr('open'), undefined, 'a long table of contents is folded')
  t.match($('.written').text(), /Sentence 399 goes on/)
})
