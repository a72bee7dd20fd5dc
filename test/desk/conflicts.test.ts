import t from 'tap'
import { world } from '../support/world.ts'
import { asked, eventsOf, fieldsOf, send, ticketOf } from './desk.ts'

t.test('two agents reply at once: the second is told, and loses no text and no files', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const reference = await asked(w)
  const seen = fieldsOf((await mona.get(`/desk/tickets/${reference}`)).$, 'replies')
  await send(grace, reference, 'replies', { text: 'Grace was faster.' })

  const late = await mona.upload(`/desk/tickets/${reference}/replies`, { ...seen, text: 'Mona was *slower*.' }, [{ name: 'late.txt', content: 'late' }])
  t.equal(late.status, 409)
  t.match(late.$('.error-summary').text(), /changed while you were writing/)
  t.match(late.$('#conversation').text(), /New since your last visit[\s\S]*Grace was faster/)
  t.equal(late.$('#text').val(), 'Mona was *slower*.')
  t.match(late.$('form[name=replies] .received').text(), /late\.txt/)
  t.equal((await w.db.selectFrom('replies').select('id').execute()).length, 1)

  const again = await mona.post(`/desk/tickets/${reference}/replies`, { ...fieldsOf(late.$, 'replies'), text: 'Mona was *slower*.' })
  t.equal(again.status, 303, 'pressing again sends')
  t.match((await w.ada.get(`/tickets/${reference}`)).$('#conversation').text(), /Mona was slower[\s\S]*late\.txt/)
})

t.test('who was not told yet is told when they send, whatever they did in between', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const reference = await asked(w)
  const seen = fieldsOf((await mona.get(`/desk/tickets/${reference}`)).$, 'replies')
  await send(grace, reference, 'replies', { text: 'Grace was faster.' })

  const preview = await mona.post(`/desk/tickets/${reference}/replies`, { ...seen, text: 'Mona', intent: 'preview' })
  t.equal((await mona.post(`/desk/tickets/${reference}/replies`, { ...fieldsOf(preview.$, 'replies'), text: 'Mona' })).status, 409)
})

t.test('a note is added whatever else happens', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const seen = fieldsOf((await w.mona.get(`/desk/tickets/${reference}`)).$, 'notes')
  await send(w.grace, reference, 'changes', { priority: 'high' })
  t.equal((await w.mona.post(`/desk/tickets/${reference}/notes`, { ...seen, text: 'Noted.' })).status, 303)
})

t.test('two agents change a ticket at once: the second does not turn back what the first did', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const reference = await asked(w)
  const seen = fieldsOf((await mona.get(`/desk/tickets/${reference}`)).$, 'changes')
  await send(grace, reference, 'changes', { priority: 'urgent', agent: grace.id })

  const late = await mona.post(`/desk/tickets/${reference}/changes`, { ...seen, category: 'billing' })
  t.equal(late.status, 409)
  t.match(late.$('.error-summary').text(), /changed while you were looking at it/)
  const form = fieldsOf(late.$, 'changes')
  t.match(form, { category: 'billing', priority: 'urgent', agent: grace.id })

  t.equal((await mona.post(`/desk/tickets/${reference}/changes`, form)).status, 303)
  t.match(await ticketOf(w, reference), { priority: 'urgent', assigned_to: grace.id })
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened', 'priority', 'assigned', 'category'])
})

t.test('a form that was kept while its page went on turns nothing back that the agent did not touch', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  const seen = fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'changes')
  await send(grace, reference, 'replies', { text: 'Is it plugged in?' })

  const { version } = await ticketOf(w, reference)
  t.equal((await grace.post(`/desk/tickets/${reference}/changes`, { ...seen, version: String(version), priority: 'low' })).status, 303)
  t.match(await ticketOf(w, reference), { priority: 'low', status: 'waiting' })
})

t.test('a version that is missing or rubbish is one that nobody saw', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  const form = fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'changes')
  for (const version of ['', 'x', '-1', '1e0', '99999999999999999999', '0']) {
    t.equal((await grace.post(`/desk/tickets/${reference}/changes`, { ...form, version, priority: 'high' })).status, 409, `“${version}”`)
  }
  const { status, $ } = await grace.post(`/desk/tickets/${reference}/replies`, { text: 'Words' })
  t.equal(status, 409)
  t.equal($('#text').val(), 'Words')
  t.equal((await ticketOf(w, reference)).version, Number(form['version']))
})

t.test('of ten changes at once exactly one is made for each version', async t => {
  const w = await world(t)
  const { grace, mona } = w
  const reference = await asked(w)
  for (let round = 0; round < 3; round++) {
    const forms = await Promise.all([grace, mona].map(async agent => ({ agent, form: fieldsOf((await agent.get(`/desk/tickets/${reference}`)).$, 'changes') })))
    const before = await eventsOf(w, reference)
    const priority = (await ticketOf(w, reference)).priority === 'low' ? 'high' : 'low'
    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => {
      const { agent, form } = forms[at % 2] ?? { agent: grace, form: {} }
      return agent.post(`/desk/tickets/${reference}/changes`, { ...form, submission: '', priority })
    }))
    t.strictSame(answers.map(({ status }) => status).sort(), [303, ...Array<number>(9).fill(409)])
    t.equal((await eventsOf(w, reference)).length, before.length + 1)
  }
})

t.test('saving the same form twice saves once, and says so both times', async t => {
  const w = await world(t)
  const { grace } = w
  const reference = await asked(w)
  const form = { ...fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'changes'), priority: 'high' }
  const answers = await Promise.all([1, 2].map(() => grace.post(`/desk/tickets/${reference}/changes`, form)))
  t.strictSame(answers.map(({ status }) => status), [303, 303])
  t.strictSame((await eventsOf(w, reference)).map(({ kind }) => kind), ['opened', 'priority'])

  const changed = await grace.post(`/desk/tickets/${reference}/changes`, { ...form, priority: 'urgent' })
  t.equal(changed.status, 409, 'the same form with other choices is not dropped')
  t.equal(fieldsOf(changed.$, 'changes')['priority'], 'urgent')
})

t.test('a reply to a ticket that was closed meanwhile is kept until the ticket is open again', async t => {
  const w = await world(t)
  const { ada, grace } = w
  const reference = await asked(w)
  const seen = fieldsOf((await grace.get(`/desk/tickets/${reference}`)).$, 'replies')
  await ada.post(`/tickets/${reference}/closure`)

  const late = await grace.upload(`/desk/tickets/${reference}/replies`, { ...seen, text: 'One more thing.' }, [{ name: 'thing.txt', content: 'thing' }])
  t.equal(late.status, 409)
  t.match(late.$('.error-summary').text(), /This ticket is closed/)
  t.equal(late.$('#text').val(), 'One more thing.')
  t.equal(late.$('form[name=assignment]').length, 0, 'nobody takes a closed ticket')

  await send(grace, reference, 'changes', { status: 'open' })
  const { $ } = await grace.get(`/desk/tickets/${reference}`)
  t.match($('form[name=replies] .received').text(), /thing\.txt/)
  t.equal((await grace.post(`/desk/tickets/${reference}/replies`, { ...fieldsOf($, 'replies') })).status, 303)
  t.match((await ada.get(`/tickets/${reference}`)).$('#conversation').text(), /One more thing\.[\s\S]*thing\.txt/)
})
