import { randomUUID } from 'node:crypto'
import t from 'tap'
import { swap } from '../support/client.ts'
import { ask, change, problems, question, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }

t.test('the end of a ticket', async t => {
  const { ada, grace, db } = await world(t, { REOPEN_DAYS: '14' })
  const row = (reference: number) => db.selectFrom('tickets').selectAll().where('reference', '=', reference).executeTakeFirstOrThrow()
  const events = async (reference: number) => (await db.selectFrom('ticket_events').innerJoin('tickets', 'tickets.id', 'ticket_id').select('kind').where('reference', '=', reference).orderBy('ticket_events.id').execute()).map(({ kind }) => kind)
  const texts = async (reference: number) => (await db.selectFrom('replies').innerJoin('tickets', 'tickets.id', 'ticket_id').select('text').where('reference', '=', reference).execute()).map(({ text }) => text)
  const post = (reference: number, noun: string, fields: Record<string, string> = {}) => ada.post(`/tickets/${reference}/${noun}`, { intent: 'send', ...fields })
  const closed = async (days = 0) => {
    const reference = await ask(ada)
    await post(reference, 'closure')
    await db.updateTable('tickets').set({ closed_at: new Date(Date.now() - days * 86_400_000) }).where('reference', '=', reference).execute()
    return reference
  }

  await t.test('“That solved it” closes it, once', async t => {
    const reference = await ask(ada)
    await change(grace, reference, { status: 'resolved', resolution: 'Done' })
    for (const _ of [1, 2]) t.equal((await post(reference, 'closure')).location, `/tickets/${reference}`)
    t.match(await row(reference), { status: 'closed', waiting_since: null, closed_at: Date, last_updated_by: ada.id })
    t.equal((await events(reference)).filter(kind => kind === 'closed').length, 1)
    const together = await ask(ada)
    await Promise.all([1, 2, 3].map(() => post(together, 'closure')))
    t.equal((await events(together)).filter(kind => kind === 'closed').length, 1, 'even when pressed at the same moment')
  })

  await t.test('a closed ticket takes no reply, but the text waits under “Open again”', async t => {
    const reference = await closed()
    const refused = await ada.upload(`/tickets/${reference}/replies`, { text: 'One more thing', submission: randomUUID(), intent: 'send' }, [log])
    t.equal(refused.status, 409)
    t.match(problems(refused)['text'], 'This ticket was closed while you were writing')
    const form = refused.$('form[name=reply]')
    t.equal(form.attr('action'), `/tickets/${reference}/reopening`)
    t.match(form.text(), 'error.log')
    t.strictSame(await texts(reference), [])

    t.equal((await post(reference, 'reopening', shown(refused, 'form[name=reply]'))).status, 303)
    t.match(await row(reference), { status: 'open', closed_at: null, waiting_since: Date })
    t.match((await ada.get(`/tickets/${reference}`)).$('.entry').last().text(), /One more thing[\s\S]*error\.log/)
  })

  await t.test('it is opened again with words, within the days', async t => {
    const reference = await closed(13.9)
    t.equal((await post(reference, 'reopening', { text: '' })).status, 422)
    t.equal((await row(reference)).status, 'closed')
    await post(reference, 'reopening', { text: 'Still burning' })
    t.equal((await row(reference)).status, 'open')
    t.strictSame((await events(reference)).slice(-2), ['replied', 'reopened'])
    const again = await post(reference, 'reopening', { text: 'Twice?' })
    t.equal(again.status, 409)
    t.equal(again.$('form[name=reply]').attr('action'), `/tickets/${reference}/replies`, 'what is open takes a reply')
    t.equal(shown(again, 'form[name=reply]')['text'], 'Twice?')
  })

  await t.test('after that a follow-up takes over, with every word and file', async t => {
    const reference = await closed(14.1)
    const page = await ada.get(`/tickets/${reference}`)
    t.equal(page.$('form[name=reply]').length, 0)
    t.equal(page.$('#next-steps a').attr('href'), `/tickets/new?follows=${reference}`)

    for (const noun of ['reopening', 'replies']) {
      const { location = '', status } = await ada.upload(`/tickets/${reference}/${noun}`, { text: 'Too late?', submission: randomUUID(), intent: 'send' }, [log])
      t.equal(status, 303)
      const kept = await ada.get(location)
      t.match(shown(kept, '#ticket-form form'), { description: 'Too late?', title: question.title, category: 'problem', follows: String(reference) })
      t.match(kept.$('.received').text(), 'error.log')
      t.match(kept.$('.toast').text(), 'closed too long ago')
      t.equal((await row(reference)).status, 'closed')

      const sent = await ada.post('/tickets', { ...shown(kept, '#ticket-form form'), intent: 'send' })
      const follower = Number(/\d+/.exec(sent.location ?? '')?.[0])
      t.match((await ada.get(`/tickets/${follower}`)).$('#status-panel').text(), new RegExp(`Follows up\\s*#${reference}`))
      t.match((await ada.get(`/tickets/${follower}`)).$('.files').text(), 'error.log')
    }
    t.strictSame(await texts(reference), [])
  })

  await t.test('a reply that was saved and never sent goes on in the follow-up', async t => {
    const reference = await ask(ada)
    await post(reference, 'replies', { text: 'Half a reply', intent: 'draft' })
    await post(reference, 'closure')
    t.equal(shown(await ada.get(`/tickets/new?follows=${reference}`), '#ticket-form form')['description'], 'Half a reply')
  })

  await t.test('a follow-up follows only what is one’s own', async t => {
    const carls = await db.insertInto('tickets').values({ customer_id: grace.id, title: 'Not Ada’s', description: 'x' }).returning('reference').executeTakeFirstOrThrow()
    for (const follows of [String(carls.reference), '999999', 'x', "1'--", '-1', '1'.repeat(30)]) {
      const page = await ada.get(`/tickets/new?${new URLSearchParams({ follows })}`)
      t.equal(page.status, 200)
      t.equal(page.$('[name=follows]').length, 0)
      t.notMatch(page.body, 'Not Ada')
      const reference = await ask(ada, { follows })
      t.equal((await row(reference)).follows, null, follows)
    }
  })
})

t.test('rating the help', async t => {
  const { ada, db } = await world(t)
  const reference = await ask(ada)
  const rate = (fields: Record<string, string>, headers = {}) => ada.post(`/tickets/${reference}/rating`, fields, headers)
  const ratings = () => db.selectFrom('ratings').select(['score', 'words']).execute()
  const rated = async () => (await db.selectFrom('ticket_events').select('kind').where('kind', '=', 'rated').execute()).length

  const early = await rate({ score: '5', words: 'So far so good' })
  t.equal(early.status, 409, 'is possible once the ticket is closed')
  t.match(shown(early, 'form[name=rating]'), { score: '5', words: 'So far so good' }, 'what was said is kept')
  const long = await rate({ score: '5', words: 'x'.repeat(4_001) })
  t.equal(shown(long, 'form[name=rating]')['words'], 'x'.repeat(4_001), 'however long')
  t.equal((await ada.get(`/tickets/${reference}`)).$('form[name=rating]').length, 0)
  await ada.post(`/tickets/${reference}/closure`)

  for (const fields of [{}, { score: '' }, { score: '0' }, { score: '6' }, { score: '5; drop table' }, { score: '5', words: 'x'.repeat(4_001) }] as Record<string, string>[]) {
    const refused = await rate({ words: 'kept', ...fields })
    t.equal(refused.status, 422, JSON.stringify(fields).slice(0, 40))
    t.match(shown(refused, 'form[name=rating]'), { words: fields['words'] ?? 'kept' })
  }
  t.strictSame(await ratings(), [])

  t.equal((await rate({ score: '2' })).location, `/tickets/${reference}`)
  t.strictSame(await ratings(), [{ score: 2, words: '' }], 'words are optional')
  await rate({ score: '5', words: '<b>Great</b> 🦊' })
  t.strictSame(await ratings(), [{ score: 5, words: '<b>Great</b> 🦊' }], 'a second one replaces the first')
  await Promise.all([1, 2].map(() => rate({ score: '5', words: '<b>Great</b> 🦊' })))
  t.equal(await rated(), 2, 'the same once more changes nothing')

  const page = await ada.get(`/tickets/${reference}`)
  t.match(shown(page, 'form[name=rating]'), { score: '5', words: '<b>Great</b> 🦊' })
  t.match(page.$('.event').last().text(), 'You rated the help: Very good')
  t.match((await rate({ score: '4' }, swap('ticket'))).body, /^\s*<article id="ticket"/)

  const many = []
  for (let times = 0; times < 60; times += 1) many.push((await rate({ score: String(1 + times % 5), words: 'Again' })).status)
  t.equal(many.at(-1), 429, 'but not without end: each is a line in the conversation')
})
