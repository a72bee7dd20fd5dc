import { randomUUID } from 'node:crypto'
import t from 'tap'
import { addCategory, answerSteps, begin, deviceFields, idOf, setFields, untilFiles, words } from '../support/guide.ts'
import { problems } from '../support/tickets.ts'
import { world } from '../support/world.ts'

t.test('the pages of a guide', async t => {
  const { ada, carl, visitor, browser, db } = await world(t)
  await addCategory(db, 'lamps', 'problem')
  await addCategory(db, 'sockets', 'lamps', deviceFields)
  await setFields(db, 'orders', deviceFields)
  await setFields(db, 'billing', [...deviceFields, { key: 'amount', label: 'How much?', kind: 'number', required: false, hint: '', options: [] }, { key: 'paid', label: 'Did you pay?', kind: 'checkbox', required: true, hint: '', options: [] }])

  await t.test('ask for the finer category, and for its own questions', async t => {
    const guide = await begin(ada)
    t.equal(await answerSteps(ada, guide, { about: { about: 'problem' } }), `${guide}/exactly`)
    const { $ } = await ada.get(`${guide}/exactly`)
    t.strictSame($('.check label').toArray().map(label => $(label).text().trim()), ['lamps', 'lamps › sockets', 'None of these'])
    t.strictSame(problems(await ada.post(`${guide}/exactly`, {})), { exactly: 'Choose what fits best.' })
    t.equal(await answerSteps(ada, guide, { exactly: { exactly: 'sockets' } }), `${guide}/details-1`)
    t.equal(await answerSteps(ada, guide, { exactly: { exactly: '-' } }), `${guide}/words`)
    t.equal(await answerSteps(ada, guide, { exactly: { exactly: 'orders' } }), undefined, 'one from elsewhere is refused')
  })

  await t.test('ask only what fits an earlier answer', async t => {
    const guide = await begin(ada)
    t.equal(await answerSteps(ada, guide, { 'about': { about: 'orders' }, 'details-1': { 'field-device': 'Computer' }, 'details-2': {} }), `${guide}/words`)
    t.equal((await ada.get(`${guide}/details-3`)).location, `${guide}/words`, 'the model of a computer is no page')
    t.equal(await answerSteps(ada, guide, { 'details-1': { 'field-device': 'Phone' }, 'details-2': {} }), `${guide}/details-3`)
    t.strictSame(Object.keys(problems(await ada.post(`${guide}/details-3`, { 'field-model': ' ' }))), ['field-model'])
    t.strictSame(Object.keys(problems(await ada.post(`${guide}/details-1`, { 'field-device': 'Toaster' }))), ['field-device'])
  })

  await t.test('hold several questions where there are many', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'billing' } })
    const page = await ada.get(`${guide}/details-1`)
    t.equal(page.$('h1').text(), 'A few more details')
    t.strictSame(page.$('.stack [name^=field]').toArray().map(field => page.$(field).attr('name')), ['field-device', 'field-device', 'field-since', 'field-amount', 'field-paid'])
    const wrong = await ada.post(`${guide}/details-1`, { 'field-device': 'Phone', 'field-amount': 'a lot' })
    t.strictSame(Object.keys(problems(wrong)), ['field-amount', 'field-paid'])
    t.equal(wrong.$('#field-amount').val(), 'a lot')
    t.equal(wrong.$('[name=field-device]:checked').val(), 'Phone')
    t.equal(await answerSteps(ada, guide, { 'details-1': { 'field-device': 'Phone', 'field-amount': '1,250.50', 'field-paid': 'yes' } }), `${guide}/details-2`, 'what depends on them comes after')
  })

  await t.test('cannot be jumped ahead to', async t => {
    const guide = await begin(ada)
    for (const step of ['exactly', 'words', 'answers', 'priority', 'files', 'check', 'details-1']) t.equal((await ada.get(`${guide}/${step}`)).location, `${guide}/about`, step)
    t.equal((await ada.post(`${guide}/priority`, { priority: 'high' })).location, `${guide}/about`)
    t.equal((await ada.post(`${guide}/check`, { intent: 'send' })).location, `${guide}/about`)
    t.equal((await db.selectFrom('tickets').select('id').execute()).length, 0)
  })

  await t.test('lead back, with what was typed kept unchecked', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'other' } })
    t.equal((await ada.post(`${guide}/words`, { title: 'Half a', intent: 'back' })).location, `${guide}/about`)
    t.equal((await ada.get(`${guide}/words`)).$('#title').val(), 'Half a')
    t.equal((await ada.post(`${guide}/about`, { about: 'other', intent: 'back' })).location, '/help/guide')
    t.equal((await ada.get(`${guide}/about`)).$('[name=about]:checked').val(), 'other')
  })

  await t.test('keep no more of it than could ever be sent', async t => {
    const guide = await begin(ada, { title: `${'x'.repeat(199)}😀` })
    t.match(guide, /^\/help\/guide\/[\w-]{36}$/, 'and no half of a sign')
    t.equal((await ada.post(`${guide}/about`, { about: `${'x'.repeat(3_999)}😀${'y'.repeat(500_000)}`, intent: 'back' })).status, 303)
    await answerSteps(ada, guide, { about: { about: 'other' } })
    t.equal((await ada.post(`${guide}/words`, { title: 'Long', description: 'x'.repeat(500_000), intent: 'back' })).status, 303)
    const { answers } = await db.selectFrom('guides').select('answers').where('id', '=', idOf(guide)).executeTakeFirstOrThrow()
    t.ok(JSON.stringify(answers).length < 70_000)
    t.equal((await ada.get(`${guide}/words`)).$('#title').val(), 'Long')
  })

  await t.test('are changed from the end, and lead back to it', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'question' }, words, priority: { priority: 'low' }, files: {} })
    const check = await ada.get(`${guide}/check`)
    t.strictSame(new Set(check.$('.review a').toArray().map(link => check.$(link).attr('href'))), new Set(['about', 'priority', 'words', 'files'].map(step => `${guide}/${step}?return=check`)))
    t.equal((await ada.get(`${guide}/words?return=check`)).$('[name=return]').val(), 'check')
    t.equal((await ada.post(`${guide}/words`, { ...words, title: 'Anew', return: 'check' })).location, `${guide}/check`)
    t.equal((await ada.post(`${guide}/about`, { about: 'orders', return: 'check' })).location, `${guide}/details-1?return=check`, 'what the other category asks comes first')
    await ada.post(`${guide}/details-1`, { 'field-device': 'Computer', 'return': 'check' })
    t.equal((await ada.post(`${guide}/details-2`, { 'field-since': '', 'return': 'check' })).location, `${guide}/check`)
    t.equal((await ada.post(`${guide}/check`, { intent: 'back' })).location, `${guide}/files`)
  })

  await t.test('are nobody else’s', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'other' } })
    for (const stranger of [carl, visitor]) {
      for (const address of [guide, `${guide}/words`, `${guide}/thanks`, `/help/guide/${randomUUID()}/words`, '/help/guide/1001/words']) t.equal((await stranger.get(address)).status, 404, address)
      t.equal((await stranger.post(`${guide}/words`, words)).status, 404)
    }
    t.equal((await carl.get(`${guide}/check`)).status, 404)
    t.equal((await ada.get(`${guide}/nonsense`)).status, 404)
    t.equal((await ada.post(`${guide}/nonsense`, {})).status, 404)
  })

  await t.test('show what is hostile as it was typed', async t => {
    const guide = await begin(ada)
    await answerSteps(ada, guide, { about: { about: 'other' } })
    const hostile = '<img src=x onerror=alert(1)>'
    await answerSteps(ada, guide, { words: { title: hostile, description: hostile }, priority: { priority: 'low' }, files: { more: hostile } })
    const { $ } = await ada.get(`${guide}/check`)
    t.equal($('main img').length, 0)
    t.match($('.review').text(), hostile)
    t.strictSame(Object.keys(problems(await ada.post(`${guide}/words`, { title: 'a\u2028b', description: 'x'.repeat(64_001) }))), ['title', 'description'])
    t.equal((await ada.post(`${guide}/priority`, { priority: 'deadly' })).status, 422)
  })

  await t.test('are found again, and begun anew', async t => {
    const person = browser()
    t.notMatch((await person.get('/help/guide')).$('main').text(), /You have begun/)
    const guide = await begin(person, { title: 'Carried over', category: 'other' })
    t.equal((await person.get(`${guide}`)).location, `${guide}/words`, 'what was said elsewhere is not asked again')
    t.equal((await person.get(`${guide}/words`)).$('#title').val(), 'Carried over')
    const start = await person.get('/help/guide')
    t.match(start.$('.notice').text(), /Carried over/)
    t.equal(start.$('.notice a').attr('href'), guide)
    t.not(await begin(person), guide)
    t.equal((await person.get('/help/guide')).$('.notice a').attr('href'), guide, 'an empty one does not hide it')
    t.equal((await person.get('/help/guide?title=Printer&category=other')).$('[name=title]').val(), 'Printer')
  })

  await t.test('are begun once by the same form', async t => {
    const submission = randomUUID()
    const places = [await begin(ada, { submission }), await begin(ada, { submission })]
    t.strictSame(places, [`/help/guide/${submission}`, `/help/guide/${submission}`])
    t.not(await begin(carl, { submission }), places[0], 'but nobody gets into another’s by naming it')
    t.equal((await visitor.post('/help/guide', { _csrf: '' })).status, 403)
  })

  await t.test('of a visitor are theirs who signs in to the same browser, and then only theirs', async t => {
    const shared = browser()
    const guide = await begin(shared)
    await answerSteps(shared, guide, { ...untilFiles, about: { about: 'other' } })
    const signIn = (email: string) => shared.post('/sign-in', { email, password: 'correct horse battery', next: `${guide}` })
    await signIn('ada@example.com')
    t.equal((await shared.get(`${guide}/words`)).status, 200)
    await shared.post('/sign-out')
    t.equal((await shared.get(`${guide}/words`)).status, 404)
    await signIn('carl@example.com')
    t.equal((await shared.get(`${guide}/words`)).status, 404)
  })
})
