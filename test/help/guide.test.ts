import t from 'tap'
import { answerSteps, begin, deviceFields, idOf, setFields, untilFiles, words } from '../support/guide.ts'
import { problems } from '../support/tickets.ts'
import { world } from '../support/world.ts'

t.test('somebody is guided to a ticket', async t => {
  const { ada, grace, db } = await world(t)
  await setFields(db, 'problem', deviceFields)
  const guide = await begin(ada)
  t.equal((await ada.get(guide)).location, `${guide}/about`)

  const about = await ada.get(`${guide}/about`)
  t.equal(about.$('legend h1').text(), 'What is it about?')
  t.match(about.$('main').text(), /Step 1 of 6/)
  t.equal((await ada.post(`${guide}/about`, { about: 'problem' })).location, `${guide}/details-1`)
  t.match((await ada.get(`${guide}/details-1`)).$('legend h1').text(), /Which device/)
  t.equal((await ada.post(`${guide}/details-1`, { 'field-device': 'Phone' })).location, `${guide}/details-2`)
  t.equal((await ada.get(`${guide}/details-2`)).$('h1 label').text(), 'Since when?')
  t.equal((await ada.post(`${guide}/details-2`, { 'field-since': '' })).location, `${guide}/details-3`, 'a question need not be answered')
  t.equal((await ada.post(`${guide}/details-3`, { 'field-model': 'P 9' })).location, `${guide}/words`)
  t.equal((await ada.post(`${guide}/words`, words)).location, `${guide}/priority`, 'nothing answers it')
  t.equal((await ada.post(`${guide}/priority`, { priority: 'high' })).location, `${guide}/files`)
  const files = await ada.upload(`${guide}/files`, { submission: idOf(guide), more: 'I tried another bulb.' }, [{ name: 'lamp.txt', content: 'dark', type: 'text/plain' }])
  t.equal(files.location, `${guide}/check`)

  const check = await ada.get(`${guide}/check`)
  t.match(check.$('.review').text().replace(/\s+/g, ' '), /Which device is it\?Phone.*Since when\?No answer.*Which model\?P 9.*High: I can hardly work.*The lamp flickers.*Since Monday.*I tried another bulb\..*lamp\.txt/)
  const sent = await ada.post(`${guide}/check`, { intent: 'send' })
  t.equal(sent.location, '/tickets/1001/sent')

  const ticket = await db.selectFrom('tickets').select(['title', 'description', 'priority', 'custom_fields', 'attachment_urls']).executeTakeFirstOrThrow()
  t.match(ticket, { title: words.title, description: 'Since **Monday**.\n\nI tried another bulb.', priority: 'high', custom_fields: [{ label: 'Which device is it?', value: 'Phone' }, { label: 'Which model?', value: 'P 9' }] })
  t.equal(ticket.attachment_urls.length, 1)
  for (const page of [await ada.get('/tickets/1001'), await ada.get('/tickets/1001/print'), await grace.get('/desk/tickets/1001')]) {
    t.match(page.$('.entry').first().find('dl').text().replace(/\s+/g, ' '), /Which device is it\?Phone.*Which model\?P 9/)
  }
  t.match((await ada.get('/tickets.csv')).body, /"Which device is it\?: Phone\nWhich model\?: P 9"/)
  t.match((await ada.get('/tickets?q=%22P+9%22')).$('#ticket-list').text(), /The lamp flickers/)
})

t.test('a refused page keeps what was typed and says what to do', async t => {
  const { ada, db } = await world(t)
  await setFields(db, 'problem', deviceFields)
  const guide = await begin(ada)
  const nothing = await ada.post(`${guide}/about`, {})
  t.equal(nothing.status, 422)
  t.strictSame(problems(nothing), { about: 'Choose what it is about.' })
  t.match(nothing.$('title').text(), /^Error:/)
  await answerSteps(ada, guide, { 'about': { about: 'problem' }, 'details-1': { 'field-device': 'Computer' } })
  const date = await ada.post(`${guide}/details-2`, { 'field-since': '2026-02-30' })
  t.match(problems(date)['field-since'], /2026-11-22/)
  t.equal(date.$('#field-since').val(), '2026-02-30')
  await ada.post(`${guide}/details-2`, { 'field-since': '2026-02-28' })
  const long = await ada.post(`${guide}/words`, { title: 'x'.repeat(201), description: '<b>&amp;' })
  t.strictSame(Object.keys(problems(long)), ['title'])
  t.equal(long.$('#description').val(), '<b>&amp;')
})

t.test('a visitor signs in for the end, and nothing is lost', async t => {
  const { db, carl, browser } = await world(t)
  const visitor = browser()
  const guide = await begin(visitor)
  t.equal(await answerSteps(visitor, guide, untilFiles), `${guide}/files`)
  t.equal((await visitor.get(`${guide}/files`)).location, `/sign-in?${new URLSearchParams({ next: `${guide}/files` })}`)
  t.equal((await carl.get(`${guide}/words`)).status, 404)
  const signedIn = await visitor.post('/sign-in', { email: 'ada@example.com', password: 'correct horse battery', next: `${guide}/files` })
  t.equal(signedIn.location, `${guide}/files`)
  t.equal((await visitor.get(`${guide}/files`)).status, 200)
  t.equal(await answerSteps(visitor, guide, { files: {} }), `${guide}/check`)
  t.equal((await visitor.post(`${guide}/check`, { intent: 'send' })).location, '/tickets/1001/sent')
  t.equal((await db.selectFrom('tickets').select('title').executeTakeFirstOrThrow()).title, words.title)
})
