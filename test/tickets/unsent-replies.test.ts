import { randomUUID } from 'node:crypto'
import t from 'tap'
import { ask, change, filesOnDisk, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { adasTicket } from './taking-part.ts'
import { closeForGood, hostile, leave, lines, log, typed, why } from './unsent.ts'

t.test('a reply that can still be sent', async t => {
  const { ada, carl, grace, visitor } = await world(t)
  const reference = await ask(ada)
  const first = await leave(ada, reference, 'The first half')
  const second = await leave(ada, reference, 'The second half')

  await t.test('is listed under what is not sent yet, and leads to its form', async t => {
    t.strictSame(lines(await ada.get('/tickets')), [second, first].map(id => [`Continue your reply on #${reference} “Printer on fire”`, `/tickets/${reference}?draft=${id}#reply`]))
    t.equal((await ada.get('/tickets?q=printer')).$('.drafts').length, 0, 'a search shows what it finds')
    for (const other of [carl, grace]) t.notMatch((await other.get('/tickets')).body, 'Printer on fire')
    t.match((await visitor.get('/tickets')).location, /^\/sign-in/)
  })

  await t.test('each is continued, where two were left on one ticket', async t => {
    t.match(shown(await ada.get(`/tickets/${reference}?draft=${first}`), 'form[name=reply]'), { text: 'The first half', submission: first })
    for (const asked of ['', `?draft=${second}`, '?draft=x', `?draft=${randomUUID()}`, '?draft=1&draft=2']) {
      t.match(shown(await ada.get(`/tickets/${reference}${asked}`), 'form[name=reply]'), { text: 'The second half', submission: second }, asked)
    }
  })

  await t.test('has no page of its own: that address leads to the form', async t => {
    t.equal((await ada.get(`/tickets/drafts/${first}`)).location, `/tickets/${reference}?draft=${first}#reply`)
    await change(grace, reference, { status: 'closed' })
    t.equal((await ada.get(`/tickets/drafts/${first}`)).location, `/tickets/${reference}?draft=${first}#reply`, 'also where sending it opens the ticket again')
    t.match(shown(await ada.get(`/tickets/${reference}?draft=${first}`), 'form[name=reply]'), { text: 'The first half' })
  })

  await t.test('is thrown away from the list', async t => {
    const removal = (await ada.get('/tickets')).$('.drafts form').first()
    t.match(removal.text(), `Throw away #${reference} Printer on fire`)
    await ada.post(String(removal.attr('action')))
    t.strictSame(lines(await ada.get('/tickets')).map(([, address]) => address), [`/tickets/${reference}?draft=${first}#reply`])
  })

  await t.test('is gone from the list once it was sent', async t => {
    const form = shown(await ada.get(`/tickets/${reference}?draft=${first}`), 'form[name=reply]')
    t.equal((await ada.post(`/tickets/${reference}/reopening`, { ...form, intent: 'send' })).status, 303)
    t.strictSame(lines(await ada.get('/tickets')), [])
    t.equal((await ada.get(`/tickets/drafts/${first}`)).status, 404)
  })
})

t.test('a reply on a ticket that was closed for good', async t => {
  const w = await world(t)
  const { ada, carl, grace, mona, visitor, db, dataDir } = w
  const { reference } = await adasTicket(w)
  const id = await leave(ada, reference, hostile)
  await closeForGood(w, reference)
  const address = `/tickets/drafts/${id}`

  await t.test('is listed, and leads to a page that shows it as it was typed', async t => {
    t.strictSame(lines(await ada.get('/tickets')), [['Your reply that was not sent', address]])
    const page = await ada.get(address)
    t.equal(page.status, 200)
    t.equal(typed(page), hostile)
    t.equal(page.$('main pre').attr('dir'), 'auto')
    t.equal(page.$('main script, main pre *').length, 0)
    t.match(why(page), 'This ticket was closed more than 14 days ago and takes no more replies. A new ticket with your text will be linked to it.')
    t.equal(page.$(`main a[href="/tickets/${reference}"]`).text(), `#${reference} Printer on fire`)
    t.equal((await ada.get(String(page.$('.files a').attr('href')))).body, log.content, 'with its files')
  })

  await t.test('is nobody else’s to see, to ask with or to throw away', async t => {
    for (const other of [carl, grace, mona]) {
      t.equal((await other.get(address)).status, 404)
      t.equal((await other.post(`${address}/ticket`)).status, 404)
      await other.post(`${address}/removal`)
      t.strictSame(lines(await other.get('/tickets')), [])
    }
    t.equal((await visitor.get(address)).location, `/sign-in?${new URLSearchParams({ next: address })}`)
    t.equal((await visitor.post(`${address}/ticket`)).status, 303)
    t.equal(typed(await ada.get(address)), hostile)
  })

  await t.test('becomes a new ticket that follows the old one, with its files, and once', async t => {
    const form = shown(await ada.get(address), 'form[name=ask]')
    const [one, two] = [await ada.post(`${address}/ticket`, form), await ada.post(`${address}/ticket`, form)]
    t.equal(one.status, 303)
    t.match(one.location, /^\/tickets\/new\?draft=/)
    t.equal(two.location, one.location, 'pressed twice')
    t.equal((await ada.post(`${address}/ticket`)).status, 404, 'from another page there is nothing left to move')
    t.equal((await ada.get(address)).status, 404)

    const page = await ada.get(String(one.location))
    t.match(page.$('main .lead').text(), `linked to #${reference}`)
    t.match(page.$('.received').text(), 'error.log')
    t.equal(page.$('#description').text(), hostile)
    t.strictSame(lines(await ada.get('/tickets')).map(([label]) => label), ['Continue: Printer on fire'])

    const { location = '' } = await ada.post('/tickets', { ...shown(page, '#ticket-form form'), intent: 'send' })
    const ticket = await ada.get(location.replace('/sent', ''))
    t.match(ticket.$('.files').text(), 'error.log')
    t.match(ticket.$('.status-panel').text(), `#${reference}`)
    t.equal((await db.selectFrom('drafts').select('id').execute()).length, 0)
  })

  await t.test('is thrown away with its files, also twice', async t => {
    const before = await filesOnDisk(dataDir)
    const closed = await ask(ada)
    const other = await leave(ada, closed, 'Never mind')
    await closeForGood(w, closed)
    const form = shown(await ada.get(`/tickets/drafts/${other}`), 'form[name=removal]')
    for (const _ of [1, 2]) t.equal((await ada.post(`/tickets/drafts/${other}/removal`, form)).location, '/tickets')
    t.equal((await ada.get(`/tickets/drafts/${other}`)).status, 404)
    t.strictSame(lines(await ada.get('/tickets')), [])
    t.strictSame(await filesOnDisk(dataDir), before)
  })

  await t.test('at an address that makes no sense is not found', async t => {
    for (const bad of ['x', randomUUID(), '%00', "'", randomUUID().toUpperCase(), '1001']) {
      t.equal((await ada.get(`/tickets/drafts/${bad}`)).status, 404, bad)
      t.equal((await ada.post(`/tickets/drafts/${bad}/ticket`)).status, 404, bad)
    }
  })
})

t.test('what is no reply has no page here', async t => {
  const { ada, grace, db } = await world(t)
  const reference = await ask(ada)
  const drafts = (['ticket', 'desk-reply', 'note', 'parked', 'guide'] as const).map(form => ({ id: randomUUID(), form, profile_id: grace.id, fields: JSON.stringify({ text: 'Other words' }) }))
  await db.insertInto('drafts').values(drafts).execute()
  const [ticket, ...others] = drafts
  t.equal((await grace.get(`/tickets/drafts/${ticket?.id}`)).location, `/tickets/new?draft=${ticket?.id}`)
  for (const { id, form } of others) t.equal((await grace.get(`/tickets/drafts/${id}`)).status, 404, form)
  for (const { id, form } of drafts) t.equal((await grace.post(`/tickets/drafts/${id}/ticket`)).status, 404, form)
  t.equal((await db.selectFrom('drafts').select('id').execute()).length, drafts.length)
  t.notMatch((await ada.get(`/tickets/${reference}`)).body, 'Other words')
})
