import t from 'tap'
import { swap } from '../support/client.ts'
import { world } from '../support/world.ts'
import { asked, eventsOf, fieldsOf, send } from './desk.ts'

t.test('customers do nothing at the desk', async t => {
  const w = await world(t)
  const { ada, carl } = w
  const reference = await asked(w)
  for (const customer of [ada, carl]) {
    t.equal((await customer.get(`/desk/tickets/${reference}`)).status, 403)
    t.equal((await customer.get(`/desk/tickets/${reference}/live`)).status, 403)
    t.equal((await customer.get('/desk/live')).status, 403)
    for (const noun of ['replies', 'notes', 'changes', 'assignment']) {
      t.equal((await customer.post(`/desk/tickets/${reference}/${noun}`, { text: 'Me too', status: 'closed', version: '1' })).status, 403, noun)
    }
  }
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened'])
})

t.test('a ticket that does not exist is not found, however it is asked for', async t => {
  const w = await world(t)
  await asked(w)
  for (const reference of ['9999', '0', '-1', 'x', '1001x', '1e3', '%00', '99999999999999999999', "1'--"]) {
    t.equal((await w.grace.get(`/desk/tickets/${reference}`)).status, 404, reference)
    t.equal((await w.grace.post(`/desk/tickets/${reference}/changes`, { status: 'closed' })).status, 404, reference)
  }
})

t.test('addresses that are posted to lead back to the ticket', async t => {
  const w = await world(t)
  const reference = await asked(w)
  for (const noun of ['replies', 'notes', 'changes', 'assignment']) {
    t.equal((await w.grace.get(`/desk/tickets/${reference}/${noun}`)).location, `/desk/tickets/${reference}`)
  }
})

t.test('what customers and staff write stays text', async t => {
  const w = await world(t)
  const { grace, db } = w
  const hostile = `"><img src=x onerror=alert(1)>'{{7*7}}<%= 1 %>`
  await db.updateTable('profiles').set({ full_name: hostile }).where('id', 'in', [w.ada.id, grace.id]).execute()
  const reference = await asked(w, { title: hostile, description: hostile })
  await send(grace, reference, 'assignment')
  await send(grace, reference, 'replies', { text: hostile })
  await send(grace, reference, 'notes', { text: `[x](javascript:alert(1)) ${hostile}` })
  await send(grace, reference, 'changes', { status: 'resolved', resolution: hostile })

  const { $, body } = await grace.get(`/desk/tickets/${reference}`)
  t.equal($('img, script:not([src]), [onerror], a[href^=javascript]').length, 0)
  t.match(body, '&lt;img src=x onerror')
  t.equal((await grace.get('/desk?sort=activity')).$('img, [onerror]').length, 0)
})

t.test('odd text is kept as it was typed', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  const odd = 'مرحبا 🖨️🔥 \u202Eright to left\u202C   ﷽ Z̷̢͝ã'
  t.equal((await send(grace, reference, 'replies', { text: `${odd}\0` })).status, 303)
  t.equal((await w.db.selectFrom('replies').select('text').executeTakeFirstOrThrow()).text, odd)
  t.equal((await send(grace, reference, 'changes', { status: 'resolved', resolution: odd })).status, 303)
  t.equal(fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'changes')['resolution'], odd)
})

t.test('with htmx the region comes back instead of the page', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  const form = fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'changes')
  const saved = await grace.post(`/desk/tickets/${reference}/changes`, { ...form, priority: 'high' }, swap('desk-ticket'))
  t.equal(saved.status, 200)
  t.match(saved.body, /^<article id="desk-ticket"/)
  t.match(saved.body, /hx-swap-oob[\s\S]*Changes saved/)

  const late = await grace.post(`/desk/tickets/${reference}/changes`, { ...form, submission: '', priority: 'low' }, swap('desk-ticket'))
  t.equal(late.status, 409)
  t.match(late.body, /^<article id="desk-ticket"[\s\S]*error-summary/)
  t.match((await grace.get('/desk?q=printer', swap('ticket-list'))).body, /^<section id="ticket-list"/)
})
