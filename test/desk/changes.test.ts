import t from 'tap'
import { world } from '../support/world.ts'
import { asked, eventsOf, fieldsOf, mailsOf, send, ticketOf } from './desk.ts'

t.test('an agent changes a ticket', async t => {
  const w = await world(t)
  const { grace, mona, ada } = w
  const reference = await asked(w)
  const { status, location } = await send(grace, reference, 'changes', { priority: 'urgent', category: 'billing', agent: mona.id, status: 'waiting' })
  t.equal(status, 303)
  t.equal(location, `/desk/tickets/${reference}`)

  const ticket = await ticketOf(w, reference)
  t.match(ticket, { priority: 'urgent', assigned_to: mona.id, status: 'waiting', waiting_since: null, last_updated_by: grace.id })
  t.strictSame((await eventsOf(w, reference)).map(({ kind, details, actor_id }) => [kind, details['to'], actor_id]), [
    ['opened', undefined, ada.id], ['priority', 'urgent', grace.id], ['category', 'Billing and payment', grace.id], ['assigned', 'Mona', grace.id], ['status', 'waiting', grace.id],
  ], 'each difference is an event of its own')
  t.strictSame(await mailsOf(w), ['ticket-opened', 'ticket-status'], 'the customer is written to about the status alone')

  const seenByAda = (await ada.get(`/tickets/${reference}`)).$('#conversation').text()
  t.match(seenByAda, /Grace set the status to “Waiting for you”/)
  const { $ } = await grace.get(`/desk/tickets/${reference}`)
  t.match($('#conversation').text(), /You set the status to “Waits for the customer”/)
  t.match((await mona.get(`/desk/tickets/${reference}`)).$('#conversation').text(), /Grace gave this ticket to you/)
})

t.test('saving without a change changes nothing', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const before = await ticketOf(w, reference)
  t.equal((await send(w.grace, reference, 'changes')).status, 303)

  t.strictSame(await ticketOf(w, reference), before)
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened'])
})

t.test('resolving asks for resolution notes, and keeps everything', async t => {
  const w = await world(t)
  const { grace, ada } = w
  const reference = await asked(w)
  const refused = await send(grace, reference, 'changes', { status: 'resolved', priority: 'low', resolution: '  ' })

  t.equal(refused.status, 422)
  t.match(refused.$('title').text(), /^Error:/)
  t.match(refused.$('#resolution-error').text(), /Say how it was resolved/)
  t.equal(refused.$('.error-summary a').attr('href'), '#resolution')
  t.match(fieldsOf(refused.$, 'changes'), { status: 'resolved', priority: 'low' })
  t.equal((await ticketOf(w, reference)).status, 'open')

  const again = await grace.post(`/desk/tickets/${reference}/changes`, { ...fieldsOf(refused.$, 'changes'), resolution: 'Water *helps*.' })
  t.equal(again.status, 303)
  t.match(await ticketOf(w, reference), { status: 'resolved', priority: 'low', resolution_notes: 'Water *helps*.', waiting_since: null })
  t.strictSame(await mailsOf(w), ['ticket-opened', 'ticket-resolved'])
  t.match((await ada.get(`/tickets/${reference}`)).$('.resolution').html(), /<em>helps<\/em>/)
})

t.test('resolution notes are not dropped where nothing is resolved', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const refused = await send(w.grace, reference, 'changes', { status: 'waiting', resolution: 'Half of it is done.' })

  t.equal(refused.status, 422)
  t.match(refused.$('#resolution-error').text(), /belong to a resolved ticket/)
  t.equal(fieldsOf(refused.$, 'changes')['resolution'], 'Half of it is done.')
})

t.test('a ticket that is resolved again is announced again before it closes', async t => {
  const w = await world(t)
  const reference = await asked(w)
  await send(w.grace, reference, 'changes', { status: 'resolved', resolution: 'Done.' })
  await w.db.updateTable('tickets').set({ closing_announced_at: new Date() }).execute()
  await send(w.grace, reference, 'changes', { status: 'closed' })
  await send(w.grace, reference, 'changes', { status: 'resolved' })

  t.match(await ticketOf(w, reference), { status: 'resolved', closing_announced_at: null, closed_at: null })
})

t.test('what cannot be is refused beside its field', async t => {
  const w = await world(t)
  const { grace, carl } = w
  const reference = await asked(w)
  const wrong: Record<string, string> = { status: 'on fire', priority: '', category: "x' or '1'='1", agent: carl.id, resolution: 'x'.repeat(70_000) }
  for (const [name, value] of Object.entries(wrong)) {
    const { status, $ } = await send(grace, reference, 'changes', { [name]: value })
    t.equal(status, 422, `${name} is refused`)
    t.ok($(`#${name}-error`).text().trim(), `${name} has a message`)
  }
  for (const agent of ['00000000-0000-4000-8000-000000000000', 'nobody at all', '']) {
    t.match((await send(grace, reference, 'changes', { agent })).$('#agent-error').text(), /Choose an agent/)
  }
  t.match((await send(grace, reference, 'changes', { category: 'none' })).$('#category-error').text(), /Choose a category/)
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened'])
})

t.test('a ticket keeps an agent who is staff no more, until somebody else gets it', async t => {
  const w = await world(t)
  const { grace, mona, db } = w
  const reference = await asked(w)
  await send(grace, reference, 'changes', { agent: mona.id })
  await db.updateTable('profiles').set({ role: 'customer' }).where('id', '=', mona.id).execute()

  t.equal((await send(grace, reference, 'changes', { priority: 'high' })).status, 303)
  t.match(await ticketOf(w, reference), { assigned_to: mona.id, priority: 'high' })
})

t.test('taking a ticket', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const reference = await asked(w)
  const { $ } = await grace.get(`/desk/tickets/${reference}`)
  const form = fieldsOf($, 'assignment')
  t.equal((await grace.post(`/desk/tickets/${reference}/assignment`, form)).status, 303)
  t.equal((await grace.post(`/desk/tickets/${reference}/assignment`, form)).status, 303, 'pressing twice takes it once')

  t.match(await ticketOf(w, reference), { assigned_to: grace.id, last_updated_by: grace.id })
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened', 'assigned'])
  t.match((await grace.get(`/desk/tickets/${reference}`)).$('#conversation').text(), /You took this ticket/)
  t.match((await mona.get(`/desk/tickets/${reference}`)).$('form[name=assignment] button').text(), /Take over from Grace/)

  const late = await mona.post(`/desk/tickets/${reference}/assignment`, { version: form['version'] ?? '' })
  t.equal(late.status, 409, 'who saw it free is told that it is not')
  t.match(late.$('.error-summary').text(), /look again before you take it/)
  t.equal((await send(mona, reference, 'assignment')).status, 303)
  t.equal((await ticketOf(w, reference)).assigned_to, mona.id)
})

t.test('who has a ticket no more has no news of it, but for their own', async t => {
  const w = await world(t)
  const { ada, grace, mona } = w
  const badges = async () => (await mona.get('/account/security')).$('header .badge').toArray().length
  const reference = await asked(w)
  await send(mona, reference, 'assignment')
  await ada.post(`/tickets/${reference}/replies`, { text: 'Any news?', intent: 'send' })
  t.equal(await badges(), 2, 'at the desk and at the notifications')
  await send(grace, reference, 'changes', { agent: grace.id })
  t.equal(await badges(), 0)

  const own = await asked(w, {}, mona)
  await send(grace, own, 'changes', { agent: mona.id })
  await send(grace, own, 'changes', { agent: 'nobody' })
  t.equal(await badges(), 1, 'what happens to what I asked is still new to me')
})
