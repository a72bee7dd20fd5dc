import t from 'tap'
import { answerSteps, begin, words } from '../support/guide.ts'
import { world } from '../support/world.ts'
import { changed } from './shelf.ts'
import { article, question } from './texts.ts'

t.test('answers on the way to a question', async t => {
  const w = await world(t)
  const { ada, grace, visitor, browser, db, app } = w
  await article(w, { title: 'When a lamp flickers', content: 'Tighten the **bulb**, with the power off.' })
  await article(w, { title: 'Lamps flicker at staff parties', visibility: 'staff' })
  await article(w, { title: 'Lamps that flickered once', status: 'draft' })
  await question(w, { question: 'Why do my lamps flicker?' })
  await changed(w)
  const about = { about: { about: 'other' } }

  await t.test('are shown with extracts, and only what the asker may read', async t => {
    const guide = await begin(visitor)
    t.equal(await answerSteps(visitor, guide, { ...about, words }), `${guide}/answers`)
    const { $ } = await visitor.get(`${guide}/answers`)
    t.equal($('h1').text(), 'These may already answer it')
    t.strictSame($('main h2 a').toArray().map(link => $(link).attr('href')).toSorted(), ['/help/articles/when-a-lamp-flickers', '/help/questions?open=why-do-my-lamps-flicker#why-do-my-lamps-flicker'])
    t.match($('main').text(), /Tighten the bulb/)
    t.match((await begin(grace).then(async own => {
      await answerSteps(grace, own, { ...about, words })
      return grace.get(`${own}/answers`)
    })).$('main').text(), /staff parties/)
  })

  await t.test('are passed over', async t => {
    const guide = await begin(visitor)
    await answerSteps(visitor, guide, { ...about, words })
    t.equal((await visitor.get(`${guide}/priority`)).location, `${guide}/answers`, 'not unseen')
    t.equal((await visitor.post(`${guide}/answers`, { intent: 'none' })).location, `${guide}/priority`)
    t.equal((await visitor.post(`${guide}/answers`, { intent: 'back' })).location, `${guide}/words`)
  })

  await t.test('are left out where nothing fits', async t => {
    const guide = await begin(visitor)
    t.equal(await answerSteps(visitor, guide, { ...about, words: { title: 'Xyzzy', description: 'Plugh.' } }), `${guide}/priority`)
    t.match((await visitor.get(`${guide}/priority`)).$('main').text(), /Step 3 of 5/)
  })

  await t.test('that solved it are counted, once a guide', async t => {
    const person = browser()
    const [guide, other] = [await begin(person), await begin(person)]
    for (const one of [guide, other]) await answerSteps(person, one, { ...about, words })
    for (let times = 0; times < 2; times += 1) {
      const thanks = await person.post(`${guide}/answers`, { intent: 'solved article:when-a-lamp-flickers' })
      t.equal(thanks.location, `${guide}/thanks`)
    }
    await person.post(`${other}/answers`, { intent: 'solved article:<never-on-offer>' })
    const { $ } = await person.get(`${guide}/thanks`)
    t.equal($('h1').text(), 'Glad that it is solved')
    t.equal($('main a.secondary').attr('href'), `${guide}/answers`, 'nothing is lost by it')
    t.notMatch((await person.get('/help/guide')).$('main').text(), /You have begun/)
    t.equal((await person.post(`${guide}/answers`, { intent: 'none' })).location, `${guide}/priority`)
    t.match((await person.get('/help/guide')).$('main').text(), /You have begun/, 'it was not solved after all')
  })

  await t.test('come while a title is typed', async t => {
    t.equal((await visitor.get('/help/suggestions')).body.trim(), '')
    t.equal((await visitor.get('/help/suggestions?title=la')).body.trim(), '', 'three letters at least')
    t.equal((await visitor.get('/help/suggestions?title=xyzzy')).body.trim(), '')
    const { $ } = await visitor.get('/help/suggestions?title=lamp+flickers')
    t.equal($('a').length, 2)
    t.strictSame([$('a').first().attr('target'), $('a').first().attr('rel')], ['_blank', 'noopener'])
    t.match($('a').first().text(), /opens in a new tab/)
    t.equal((await visitor.get(`/help/suggestions?${new URLSearchParams({ title: 'lamp flickers', shown: String($('[name=shown]').val()) })}`)).status, 204, 'and are not said again')
    t.equal((await visitor.get('/help/suggestions?title=lamp&title=flickers')).status, 200)
    t.equal((await visitor.get(`/help/suggestions?${new URLSearchParams({ title: `"<script>'%\0${'x'.repeat(5_000)}` })}`)).status, 200)
  })

  await t.test('are asked for on the one page, too', async t => {
    const { $ } = await ada.get('/tickets/new?title=Lamp%20%3Cb%3E%0Aflickers')
    t.equal($('#title').val(), 'Lamp <b> flickers')
    t.equal($('#suggestions').attr('hx-get'), '/help/suggestions')
    t.equal($('main a[href="/help/guide"]').text(), 'Rather be asked step by step?')
    t.equal(String((await ada.get(`/tickets/new?title=${'x'.repeat(900)}`)).$('#title').val()).length, 200)
  })

  await app.close()
  t.strictSame(await db.selectFrom('help_counts').select(['subject', 'count']).where('kind', '=', 'solved').orderBy('subject').execute(),
    [{ subject: '', count: 1 }, { subject: 'article:when-a-lamp-flickers', count: 1 }])
})
