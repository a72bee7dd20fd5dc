import t from 'tap'
import { languageNames, languages } from '../../src/web/i18n.ts'
import { acceptedLanguage, visitorLanguage } from '../../src/web/languages.ts'
import { category, changed } from '../help/shelf.ts'
import { article } from '../help/texts.ts'
import { world } from '../support/world.ts'

t.test('what a browser asks for', async t => {
  const wants = (header: string) => acceptedLanguage(header)
  t.equal(wants('de'), 'de')
  t.equal(wants('de-CH, en;q=0.5'), 'de', 'a region is its language')
  t.equal(wants('en;q=0.2, fr;q=0.9, de;q=0.8'), 'fr', 'what is wanted most')
  t.equal(wants('fr, de'), 'fr', 'the first of equals')
  t.equal(wants('AR-eg'), 'ar', 'however it is written')
  t.equal(wants('zh-TW, ja;q=0.9, es;q=0.1'), 'es', 'the best that we have')
  t.equal(wants('de;q=0, fr;q=0.1'), 'fr', 'nothing that is refused')
  t.equal(wants('en ; q=0.4 , ar ;q=0.5'), 'ar', 'spaces where they may stand')
  for (const none of ['', '*', 'zh', 'de;q=0', 'english', 'd', 'de_CH;q=x', ';;;', ',,,', 'de;q=-1', 'q=1', '\u0000', 'constructor', 'x'.repeat(50_000)]) t.equal(wants(none), undefined, none.slice(0, 20))
  t.equal(wants(`${'zz,'.repeat(20_000)}de`), undefined, 'nobody reads that far')
})

t.test('a visitor reads what they chose, else what the browser asks for, else what the site speaks', async t => {
  const read = (cookie: string | undefined, header: string | undefined) => visitorLanguage({ cookies: { language: cookie }, headers: { 'accept-language': header } }, 'es')
  t.strictSame([read('ar', 'de'), read(undefined, 'de'), read(undefined, 'zh'), read(undefined, undefined), read('tlh', 'fr'), read('', 'fr')], ['ar', 'de', 'es', 'es', 'fr', 'fr'])
})

t.test('the choice at the foot of every page', async t => {
  const w = await world(t)
  const { ada, carl, browser, db, app } = w
  await article(w, { title: 'Pair a reader', categoryId: await category(w, 'Readers'), content: 'Press the button.' })
  await changed(w)

  await t.test('names each language in its own', async t => {
    for (const [who, page] of [[browser(), '/'], [browser(), '/help/articles/pair-a-reader'], [browser(), '/nothing-here'], [ada, '/tickets?status=open']] as const) {
      const { $ } = await who.get(page)
      const buttons = $('footer form[action="/language"] button').toArray().map(button => $(button))
      t.strictSame(buttons.map(button => [button.attr('value'), button.attr('lang'), button.text()]), languages.map(one => [one, one, languageNames[one]]), page)
      t.strictSame($('footer [aria-current]').toArray().map(button => $(button).attr('value')), ['en'])
      t.equal($('footer [name=next]').val(), page.split('?')[0], 'and knows the way back')
    }
  })

  await t.test('leads back to where one was, in that language', async t => {
    const visitor = browser()
    const { status, location, response } = await visitor.post('/language', { language: 'ar', next: '/help/readers' })
    t.strictSame([status, location], [303, '/help/readers'])
    t.match(response.cookies.find(({ name }) => name === 'language'), { value: 'ar', httpOnly: true, sameSite: 'Lax', path: '/' })
    for (const page of ['/help/readers', '/help/readers', '/', '/sign-in', '/nothing-here']) {
      const { $, response } = await visitor.get(page, { 'accept-language': 'de' })
      t.match($('html').attr(), { lang: 'ar', dir: 'rtl' }, page)
      t.equal(response.headers['content-language'], 'ar')
    }
    t.equal((await browser().get('/help/readers')).$('html').attr('lang'), 'en', 'which is nothing to others')
  })

  await t.test('takes the rest of the address from the browser, and only ours', async t => {
    const back = async (next: string, referer?: string) => (await browser().post('/language', { language: 'de', next }, referer === undefined ? {} : { referer })).location
    t.equal(await back('/help/search', 'http://support.test/help/search?q=reader'), '/help/search?q=reader')
    t.equal(await back('/help/search', 'http://evil.test/help/search?q=reader'), '/help/search')
    t.equal(await back('/help/search', 'http://support.test/help?q=reader'), '/help/search')
    t.equal(await back('/help/search', 'nonsense'), '/help/search')
    for (const odd of ['//evil.test', 'https://evil.test/', '/\\evil.test', 'javascript:alert(1)', '', '/a\r\nset-cookie: x=1', '/%0d%0a', 'x'.repeat(5_000)]) {
      t.match(await back(odd), /^\/(?:%0d%0a)?$/, odd.slice(0, 30))
    }
  })

  await t.test('is a preference of who is signed in, and changes no other', async t => {
    const ui = async () => (await db.selectFrom('customer_preferences').select('ui_preferences').where('customer_id', '=', ada.id).executeTakeFirstOrThrow()).ui_preferences
    await db.updateTable('customer_preferences').set({ ui_preferences: JSON.stringify({ theme: 'dark' }) }).where('customer_id', '=', ada.id).execute()
    for (let time = 0; time < 2; time++) await ada.post('/language', { language: 'fr', next: '/tickets' })
    t.match(await ui(), { language: 'fr', theme: 'dark' })
    t.equal((await ada.get('/tickets', { 'accept-language': 'de' })).$('html').attr('lang'), 'fr')
    t.equal((await db.selectFrom('activity').select('id').where('profile_id', '=', ada.id).where('kind', '=', 'account:preferences').execute()).length, 1)
    t.equal((await carl.get('/tickets')).$('html').attr('lang'), 'en')
  })

  await t.test('is refused where it is none, or comes from elsewhere', async t => {
    const visitor = browser()
    for (const language of ['', 'tlh', '__proto__', 'de\r\n', 'x'.repeat(9_000)]) t.equal((await visitor.post('/language', { language, next: '/' })).status, 400, language.slice(0, 20))
    t.equal((await visitor.post('/language')).status, 400)
    t.equal((await visitor.upload('/language', { language: 'de' }, [])).status, 400)
    const foreign = await app.inject({ method: 'POST', url: '/language', headers: { 'origin': 'http://evil.test', 'content-type': 'application/x-www-form-urlencoded' }, payload: 'language=de' })
    t.equal(foreign.statusCode, 403)
    t.equal(visitor.cookies['language'], undefined)
    t.equal((await visitor.get('/language')).location, '/', 'and its address leads home')
  })

  await t.test('is sent without a token and without cookies, as the page that all share holds none', async t => {
    const answer = await app.inject({ method: 'POST', url: '/language', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'language=de&next=/help' })
    t.strictSame([answer.statusCode, answer.headers.location], [303, '/help'])
  })
})

t.test('a page that all visitors share', async t => {
  const w = await world(t)
  const { app } = w
  await article(w, { title: 'Pair a reader', categoryId: await category(w, 'Readers'), content: 'Press the button.' })
  await changed(w)
  const pages = ['/help', '/help/readers', '/help/articles/pair-a-reader', '/help/questions']
  const get = (url: string, headers: Record<string, string>) => app.inject({ url, headers: { accept: 'text/html', ...headers } })

  for (const page of pages) {
    t.test(`${page} is kept for each language apart`, async t => {
      for (const time of ['made', 'remembered']) {
        const marks = new Map<string, string>()
        for (const language of languages) {
          const { headers, body } = await get(page, { 'accept-language': `${language}-XX` })
          t.match(body, new RegExp(`<html lang="${language}"`), `${language}, ${time}`)
          t.match(headers, { 'content-language': language, 'cache-control': 'public, max-age=60', 'vary': /Cookie.*Accept-Language/ })
          t.equal((await get(page, { 'accept-language': 'de', 'cookie': `language=${language}` })).headers['content-language'], language, 'a choice goes before what is asked for')
          marks.set(language, String(headers.etag))
        }
        t.equal(new Set(marks.values()).size, languages.length, 'with a mark of its own')
        for (const language of languages) {
          const others = [...marks].filter(([other]) => other !== language).map(([, mark]) => mark).join(', ')
          const again = await get(page, { 'accept-language': language, 'if-none-match': others })
          t.equal(again.statusCode, 200, `${language} is sent to who has all others`)
          const same = await get(page, { 'accept-language': language, 'if-none-match': marks.get(language) ?? '' })
          t.strictSame([same.statusCode, same.headers['content-language']], [304, language])
        }
      }
    })
  }

  await t.test('holds nothing of the address that somebody came by', async t => {
    await changed(w)
    await get('/help?q=secret', {})
    t.notMatch((await get('/help', {})).body, /secret/)
  })
})
