import t from 'tap'
import { article } from '../help/texts.ts'
import { category, changed } from '../help/shelf.ts'
import { begin } from '../support/guide.ts'
import type { Answer } from '../support/client.ts'
import { password, world } from '../support/world.ts'
import { adasTicket, invite, linkTo } from '../tickets/taking-part.ts'

/** Where the links of the header lead, and where they lead back to. */
const doors = ({ $ }: Answer) => ['sign-in', 'sign-up'].map(door => {
  const { pathname, searchParams } = new URL($(`header a[href^="/${door}"]`).attr('href') ?? '', 'http://x')
  t.equal(pathname, `/${door}`)
  return searchParams.get('next')
})

t.test('who signs in by the header comes back to the page', async t => {
  const w = await world(t)
  const { ada, carl, browser, db } = w
  const { reference } = await adasTicket(w)
  await article(w, { title: 'Pair a reader', categoryId: await category(w, 'Readers'), content: 'Press the button.' })
  await changed(w)

  await t.test('of an invitation', async t => {
    await invite(ada, reference, carl.email)
    const link = await linkTo(w, carl.email)
    const visitor = browser()
    t.strictSame(doors(await visitor.get(link)), [link, link])
    const door = (await visitor.get(link)).$('header a[href^="/sign-in"]').attr('href') ?? ''
    const { $ } = await visitor.get(door)
    t.equal($('form[action="/sign-in"] [name=next]').val(), link)
    t.equal((await visitor.post('/sign-in', { email: carl.email, password, next: link })).location, link)
    t.equal((await visitor.post(link)).location, `/tickets/${reference}`)
  })

  await t.test('of an article, a search, a guide, and what was not found', async t => {
    const visitor = browser()
    const guide = await begin(visitor)
    for (const page of ['/help', '/help/articles/pair-a-reader', '/help/search?q=reader', '/help/questions', `${guide}/about`, '/help/guide', '/help/articles/for-customers-only', '/account/profile/email/undo?token=x', '/accessibility']) {
      t.strictSame(doors(await visitor.get(page)), [page, page], page)
    }
    const refused = await visitor.post(`${guide}/about`, { intent: 'next' })
    t.equal(refused.status, 422)
    t.strictSame(doors(refused), [`${guide}/about`, `${guide}/about`], 'a refused form')
  })

  await t.test('and the doors pass it on to each other', async t => {
    const next = '/tickets/new?title=a'
    const at = (door: string) => `${door}?${new URLSearchParams({ next })}`
    for (const door of ['/sign-in', '/sign-up', '/sign-in/second-step', '/verify-email']) t.strictSame(doors(await browser().get(at(door))), [next, next], door)
    t.strictSame(doors(await browser().post('/sign-in', { email: 'x', next })), [next, next], 'also where they are refused')
    for (const door of ['/', '/sign-in', '/sign-up', '/forgotten-password', '/reset-password?token=secret']) t.strictSame(doors(await browser().get(door)), [null, null], door)
  })

  await t.test('never to somewhere else', async t => {
    for (const wanted of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/a\r\nb', '/"onload="']) {
      t.strictSame(doors(await browser().get(`/sign-in?${new URLSearchParams({ next: wanted })}`)), [null, null], wanted)
      t.equal((await browser().post('/sign-in', { email: carl.email, password, next: wanted })).location, '/')
    }
    t.strictSame(doors(await browser().get('/sign-in?next=/a&next=//evil.example')), [null, null], 'two are none')
    t.strictSame(doors(await browser().get('//evil.example/%2f..')), [null, null])
  })

  await t.test('without a word of what another visitor had in the address of a shared page', async t => {
    const page = '/help/articles/pair-a-reader'
    await changed(w)
    for (const url of [`${page}?utm=hers`, page, `${page}?voted=yes`, `${page}?utm=his`]) {
      const seen = await browser().get(url)
      t.strictSame(doors(seen), [page, page], url)
      t.notMatch(seen.$('header').html() ?? '', /hers|his/)
    }
  })

  t.equal((await db.selectFrom('participants').select('id').where('profile_id', '=', carl.id).execute()).length, 1)
})
