import t from 'tap'
import { world } from '../support/world.ts'
import { asked, eventsOf, fieldsOf, mailsOf, send, ticketOf } from './desk.ts'

t.test('a reply reaches the customer, and the ticket waits for them', async t => {
  const w = await world(t)
  const { ada, grace } = w
  const reference = await asked(w)
  t.equal((await send(grace, reference, 'replies', { text: 'Have you tried **water**?' })).status, 303)

  t.match(await ticketOf(w, reference), { status: 'waiting', waiting_since: null, last_updated_by: grace.id })
  t.strictSame(await mailsOf(w), ['ticket-opened', 'ticket-replied'])
  t.match((await ada.get('/tickets')).$('.ticket-line').text(), /1 new/)
  t.match((await ada.get(`/tickets/${reference}`)).$('#conversation').html(), /<strong>water<\/strong>/)

  await ada.post(`/tickets/${reference}/replies`, { text: 'It burns on.' })
  t.equal((await ticketOf(w, reference)).status, 'open', 'their answer brings it back')
})

t.test('the conversation comes first, then the forms, then facts, to which a link leads', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const { $ } = await w.grace.get(`/desk/tickets/${reference}`)
  const parts = $('#conversation, form[name=replies], form[name=notes], #status-panel, form[name=changes]').toArray()
  t.strictSame(parts.map(part => $(part).attr('name') ?? $(part).attr('id')), ['conversation', 'replies', 'notes', 'status-panel', 'changes'])
  t.match($('h1 + p').text(), /Waits for us/)
  t.equal($('h1 + p a').attr('href'), '#status-panel')
})

t.test('a note is for staff alone and changes nothing for the customer', async t => {
  const w = await world(t)
  const { ada, grace, mona } = w
  const reference = await asked(w)
  const before = await ticketOf(w, reference)
  const uploaded = await grace.upload(`/desk/tickets/${reference}/notes`, { text: 'She is *important*.' }, [{ name: 'contract.txt', content: 'secret' }])
  t.equal(uploaded.status, 303)

  const { status, waiting_since, last_activity_at } = await ticketOf(w, reference)
  t.strictSame({ status, waiting_since, last_activity_at }, { status: before.status, waiting_since: before.waiting_since, last_activity_at: before.last_activity_at })
  t.strictSame(await mailsOf(w), ['ticket-opened'])
  t.match((await mona.get(`/desk/tickets/${reference}`)).$('.entry[data-side=note]').text().replace(/\s+/g, ' '), /Grace Note, staff only .*She is important.* contract\.txt/)

  const { body } = await ada.get(`/tickets/${reference}`)
  t.notMatch(body, /important|contract/)
  t.notMatch((await ada.get('/tickets')).body, /1 new/)
  t.equal((await ada.get(`/tickets?q=important`)).$('.ticket-line').length, 0, 'and no search finds it')
  const { id } = await w.db.selectFrom('attachments').select('id').executeTakeFirstOrThrow()
  t.equal((await ada.get(`/attachments/${id}/contract.txt`)).status, 404)
})

t.test('blank and over-long messages come back with everything in them', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  for (const noun of ['replies', 'notes'] as const) {
    const prefix = noun === 'notes' ? 'note-' : ''
    t.match((await send(grace, reference, noun, { text: ' \n ' })).$(`#${prefix}text-error`).text(), /Write something first/)

    const long = 'x'.repeat(65_000)
    const { status, $ } = await grace.upload(`/desk/tickets/${reference}/${noun}`, { text: long }, [{ name: 'log.txt', content: 'lines' }])
    t.equal(status, 422)
    t.match($(`#${prefix}text-error`).text(), /too long/)
    t.equal($(`#${prefix}text`).val(), long)
    t.match($(`form[name=${noun}] .received`).text(), /log\.txt/)
  }
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened'])
})

t.test('the same reply sent twice is sent once', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  const form = { ...fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'replies'), text: 'Once.' }
  const answers = await Promise.all([1, 2, 3].map(() => grace.post(`/desk/tickets/${reference}/replies`, form)))

  t.strictSame(answers.map(({ status }) => status), [303, 303, 303])
  t.equal((await w.db.selectFrom('replies').select('id').execute()).length, 1)
  t.strictSame(await mailsOf(w), ['ticket-opened', 'ticket-replied'])

  const changed = await grace.post(`/desk/tickets/${reference}/replies`, { ...form, text: 'Once, and more.' })
  t.equal(changed.status, 409, 'back, changed, sent again: what is new is not dropped')
  t.equal(changed.$('#text').val(), 'Once, and more.')
  t.equal((await grace.post(`/desk/tickets/${reference}/replies`, { ...fieldsOf(changed.$, 'replies'), text: 'Once, and more.' })).status, 303)
  t.equal((await w.db.selectFrom('replies').select('id').execute()).length, 2)
})

t.test('drafts of an agent are their own', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const reference = await asked(w)
  await grace.upload(`/desk/tickets/${reference}/replies`, { text: 'Half an ans', intent: 'draft' }, [{ name: 'plan.txt', content: 'plan' }])
  await send(grace, reference, 'notes', { text: 'Half a note', intent: 'draft' })

  const { $ } = await grace.get(`/desk/tickets/${reference}`)
  t.strictSame([$('#text').val(), $('#note-text').val()], ['Half an ans', 'Half a note'])
  t.match($('form[name=replies] .received').text(), /plan\.txt/)
  t.equal((await mona.get(`/desk/tickets/${reference}`)).$('#text').val(), '')
  t.strictSame(await mailsOf(w), ['ticket-opened'])

  await grace.post(`/desk/tickets/${reference}/replies`, { ...fieldsOf($, 'replies'), text: 'A whole answer.' })
  t.equal((await grace.get(`/desk/tickets/${reference}`)).$('#text').val(), '', 'what was sent is a draft no more')
})

t.test('a preview sends nothing', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const { status, $ } = await send(w.grace, reference, 'replies', { text: 'A **preview**<script>alert(1)</script>', intent: 'preview' })

  t.equal(status, 200)
  t.match($('.preview').html(), /<strong>preview<\/strong>/)
  t.equal($('.preview script').length, 0)
  t.equal($('#text').val(), 'A **preview**<script>alert(1)</script>')
  t.equal((await ticketOf(w, reference)).status, 'open')
})

t.test('an agent answers a ticket of their own without a mail to themselves', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w, {}, grace)
  await send(grace, reference, 'replies', { text: 'Never mind.' })
  await send(grace, reference, 'notes', { text: 'That was me.' })
  await send(grace, reference, 'changes', { status: 'resolved', resolution: 'By myself.' })

  t.strictSame(await mailsOf(w), ['ticket-opened'])
  t.notMatch((await grace.get(`/tickets/${reference}`)).body, /That was me/, 'as a customer they see no notes')
})

t.test('what was written on a ticket that is there no more is given back', async t => {
  const { grace } = await world(t)
  for (const noun of ['replies', 'notes']) {
    const { status, body } = await grace.upload(`/desk/tickets/1001/${noun}`, { text: 'Words that took a while', intent: 'send' }, [])
    t.equal(status, 404)
    t.match(body, 'Words that took a while', noun)
  }
})
