import t from 'tap'
import { ask, problems, question, shown } from '../support/tickets.ts'
import { swap } from '../support/client.ts'
import { origin, world } from '../support/world.ts'

t.test('asking for help', async t => {
  const { ada, carl, grace, visitor, db } = await world(t)
  const count = async () => (await db.selectFrom('tickets').select('id').execute()).length

  await t.test('opens a ticket and says what happens next', async t => {
    const { status, location } = await ada.post('/tickets', question)
    t.equal(status, 303)
    t.equal(location, '/tickets/1001/sent')
    const sent = await ada.get('/tickets/1001/sent')
    t.match(sent.$('h1').text(), '#1001')
    t.match(sent.$('main').text(), 'ada@example.com', 'where we write to')
    t.equal((await carl.get('/tickets/1001/sent')).status, 404)
    const page = await ada.get('/tickets/1001')
    t.match(page.$('#conversation').html(), '<strong>quite</strong>')
    t.match(page.$('#status-panel').text(), /With us[\s\S]*It is our turn[\s\S]*High[\s\S]*Something does not work/)
    const { last_updated_by, attachment_urls } = await db.selectFrom('tickets').selectAll().executeTakeFirstOrThrow()
    t.strictSame({ last_updated_by, attachment_urls }, { last_updated_by: ada.id, attachment_urls: [] })
  })

  await t.test('with every field left empty says what to do at each, and keeps the rest', async t => {
    const answer = await ada.post('/tickets', { category: 'none', title: ' ', description: '\n  \n', priority: '' })
    t.equal(answer.status, 422)
    t.match(answer.$('title').text(), /^Error: /)
    t.equal(answer.$('nav [aria-current]').attr('href'), '/tickets/new', 'it is still the page to ask on')
    t.strictSame(Object.keys(problems(answer)), ['category', 'title', 'description', 'priority'])
    const links = answer.$('.error-summary a').toArray().map(link => answer.$(link).attr('href') ?? '')
    t.strictSame(links.filter(link => answer.$(link).length !== 1), [], 'the summary leads to each field')
    t.equal(await count(), 1)
  })

  await t.test('comes back with every choice and every word when one thing is missing', async t => {
    const typed = { category: 'billing', title: '', description: '    code first\n\n<b>&amp; "quotes" ’ 🦊 تذكرة</b>', priority: 'urgent' }
    const answer = await ada.post('/tickets', typed)
    t.equal(answer.status, 422)
    t.match(shown(answer, '#ticket-form form'), typed)
  })

  await t.test('refuses what is too long and gives it back whole', async t => {
    const typed = { ...question, title: 'x'.repeat(201), description: `${'y'.repeat(64_000)}z` }
    const answer = await ada.post('/tickets', typed)
    t.strictSame(Object.keys(problems(answer)), ['title', 'description'])
    t.match(shown(answer, '#ticket-form form'), { title: typed.title, description: typed.description })
  })

  await t.test('wants the title on one line, and gives all of it back', async t => {
    for (const end of ['\n', '\r\nBcc: carl@example.com', '\u0007', '\u2028', '\u0085'].map(end => `${end}x`)) {
      const typed = { ...question, title: `Printer${end}` }
      const answer = await ada.post('/tickets', typed)
      t.equal(answer.status, 422, encodeURIComponent(end))
      t.match(problems(answer)['title'], 'without line breaks')
      t.equal(shown(answer, '#ticket-form form')['title'], typed.title.replaceAll('\r\n', '\n'))
    }
    t.ok(await ask(ada, { title: 'From\ta sheet' }) > 0, 'a tab is a space')
  })

  await t.test('gives back what is far too long, too', async t => {
    const description = 'a whole log file\n'.repeat(20_000).trimEnd()
    const answer = await ada.upload('/tickets', { ...question, description }, [])
    t.strictSame([answer.status, Object.keys(problems(answer))], [422, ['description']])
    t.equal(shown(answer, '#ticket-form form')['description'], description)
  })

  await t.test('takes the longest title and text, in any script', async t => {
    const title = '👩‍👩‍👧'.repeat(40)
    const description = 'ש'.repeat(64_000)
    const reference = await ask(ada, { title, description })
    t.match(await db.selectFrom('tickets').select(['title', 'description']).where('reference', '=', reference).executeTakeFirstOrThrow(), { title, description })
    t.equal((await ada.get(`/tickets/${reference}`)).status, 200)
  })

  await t.test('keeps the spaces that a first line begins with', async t => {
    const reference = await ask(ada, { description: '\r\n    indented code\r\nplain  ' })
    const { description } = await db.selectFrom('tickets').select('description').where('reference', '=', reference).executeTakeFirstOrThrow()
    t.equal(description, '    indented code\nplain')
  })

  await t.test('refuses choices that are not offered', async t => {
    const before = await count()
    for (const fields of [{ category: 'no-such' }, { category: "' or 1=1 --" }, { priority: 'extreme' }, { category: ['billing', 'x'].join('\0') }]) {
      t.equal((await ada.post('/tickets', { ...question, ...fields })).status, 422, JSON.stringify(fields))
    }
    t.equal(await count(), before)
  })

  await t.test('takes from the form only what it asks for', async t => {
    const reference = await ask(ada, { customer_id: carl.id, status: 'closed', reference: '7', assigned_to: carl.id, '__proto__': 'x' })
    const ticket = await db.selectFrom('tickets').selectAll().where('reference', '=', reference).executeTakeFirstOrThrow()
    t.match(ticket, { customer_id: ada.id, status: 'open', assigned_to: null })
  })

  await t.test('shows a preview and changes nothing', async t => {
    const before = await count()
    const page = await ada.post('/tickets', { ...question, title: '', intent: 'preview' })
    t.equal(page.status, 200, 'a form that is not complete yet can be previewed')
    t.match(page.$('.preview').html(), '<strong>quite</strong>')
    t.equal(page.$('.field-error').length, 0)
    t.match(shown(page, '#ticket-form form'), { category: 'problem', priority: 'high', description: question.description })
    t.equal(await count(), before)
    t.equal((await db.selectFrom('drafts').select('id').execute()).length, 0)
  })

  await t.test('answers htmx with the region alone', async t => {
    const answer = await ada.post('/tickets', { title: '' }, swap('ticket-form'))
    t.equal(answer.status, 422)
    t.match(answer.body, /^\s*<div id="ticket-form">/)
    const sent = await ada.post('/tickets', question, swap('ticket-form'))
    t.match(sent.response.headers['hx-redirect'], /^\/tickets\/\d+\/sent$/)
  })

  await t.test('is for who is signed in, staff too', async t => {
    t.equal((await visitor.get('/tickets/new')).location, '/sign-in?next=%2Ftickets%2Fnew')
    const refused = await visitor.post('/tickets', question)
    t.equal(refused.status, 403)
    t.ok(refused.body.includes(question.description), 'what was typed is given back')
    t.match(await ask(grace), Number)
  })

  await t.test('refuses a form from elsewhere', async t => {
    const before = await count()
    t.equal((await ada.post('/tickets', question, { 'sec-fetch-site': 'cross-site' })).status, 403)
    t.equal((await ada.post('/tickets', { ...question, _csrf: 'x' })).status, 403)
    t.equal((await carl.post('/tickets', { ...question, ...await ada.proof() })).status, 403)
    t.equal((await ada.post('/tickets', question, { 'sec-fetch-site': 'same-origin', origin })).status, 303)
    t.equal(await count(), before + 1)
  })
})

t.test('a category that staff remove while somebody writes', async t => {
  const { ada, grace, db } = await world(t)
  const tickets = async () => (await db.selectFrom('tickets').select('id').execute()).length
  await ada.get('/tickets/new')
  await db.updateTable('kb_categories').set({ takes_tickets: false }).where('slug', '=', 'problem').execute()
  const refused = await ada.post('/tickets', question)
  t.equal(refused.status, 422)
  t.ok(problems(refused)['category'])
  t.equal(shown(refused, '#ticket-form form')['description'], question.description, 'the text is given back')
  t.notOk(refused.$('[name=category]').toArray().map(choice => refused.$(choice).val()).includes('problem'), 'what is gone is offered no more')
  t.equal(await tickets(), 0)

  const reference = await ask(ada, { category: 'billing' })
  const page = await grace.get(`/desk/tickets/${reference}`)
  await db.deleteFrom('kb_categories').where('slug', '=', 'other').execute()
  const changed = await grace.post(`/desk/tickets/${reference}/changes`, { ...shown(page, 'form[name=changes]'), category: 'other' })
  // As long as the list is remembered it is a change by somebody else, and then a choice that is not there.
  t.match(changed.status, /^4(?:09|22)$/)
})
