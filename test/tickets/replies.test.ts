import { randomUUID } from 'node:crypto'
import t from 'tap'
import { swap } from '../support/client.ts'
import { answer, ask, change, filesOnDisk, problems, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'

const log = { name: 'error.log', content: 'it broke', type: 'text/plain' }

t.test('replying to a ticket', async t => {
  const { ada, grace, db, dataDir } = await world(t)
  const status = async (reference: number) => (await db.selectFrom('tickets').select('status').where('reference', '=', reference).executeTakeFirstOrThrow()).status
  const replies = async (reference: number) => (await db.selectFrom('replies').innerJoin('tickets', 'tickets.id', 'ticket_id').select('text').where('reference', '=', reference).orderBy('replies.created_at').execute()).map(({ text }) => text)
  const reply = (reference: number, fields: Record<string, string>) => ada.post(`/tickets/${reference}/replies`, { intent: 'send', ...fields })

  await t.test('adds it to the conversation and hands the turn to staff', async t => {
    const reference = await ask(ada)
    await answer(grace, reference, 'Is it plugged in?')
    t.equal(await status(reference), 'waiting')
    const { status: code, location } = await reply(reference, { text: '**Yes**, of course' })
    t.strictSame([code, location], [303, `/tickets/${reference}`])
    t.equal(await status(reference), 'open')
    const { $ } = await ada.get(`/tickets/${reference}`)
    t.match($('.toast').text(), 'Reply sent')
    t.match($('title').text(), /^Reply sent/)
    t.match($('.entry').last().find('.written').html(), '<strong>Yes</strong>')
    t.equal($('.entry').last().attr('data-side'), 'customer')
  })

  await t.test('on a resolved ticket asks what is meant', async t => {
    const reference = await ask(ada)
    await change(grace, reference, { status: 'resolved', resolution: 'Unplugged it' })
    const page = await ada.get(`/tickets/${reference}`)
    t.equal(shown(page, 'form[name=reply]')['purpose'], 'help')
    await reply(reference, { text: 'Thank you!', purpose: 'thanks' })
    t.equal(await status(reference), 'resolved', 'a thank-you changes nothing')
    t.equal((await ada.get(`/tickets/${reference}`)).$('.toast').text(), 'Reply sent')
    await reply(reference, { text: 'It burns again', purpose: 'help' })
    t.equal(await status(reference), 'open', 'a call for help opens it')
    const opened = await ada.get(`/tickets/${reference}`)
    t.match(opened.$('.event').last().text(), 'You opened this ticket again')
    t.equal(opened.$('.toast').text(), 'Reply sent, and the ticket is open again')
    t.match((await db.selectFrom('tickets').select(['resolved_at', 'waiting_since']).where('reference', '=', reference).executeTakeFirstOrThrow()), { resolved_at: null, waiting_since: Date })
  })

  await t.test('with nothing in it, or too much, comes back with what to do', async t => {
    const reference = await ask(ada)
    for (const [text, words] of [['', 'Write something first.'], [' \n\t ', 'Write something first.'], ['y'.repeat(64_001), 'This is too long.']] as const) {
      const refused = await reply(reference, { text })
      t.equal(refused.status, 422)
      t.match(problems(refused)['text'], words)
      t.match(refused.$('title').text(), /^Error: /)
      t.equal(shown(refused, 'form[name=reply]')['text'], text.trim())
    }
    t.strictSame(await replies(reference), [])
    t.equal((await reply(reference, { text: 'fine', purpose: "'; hostile" })).status, 303, 'what nobody asks for is not an error')
  })

  await t.test('brings files, and keeps them when it is refused', async t => {
    const reference = await ask(ada)
    const refused = await ada.upload(`/tickets/${reference}/replies`, { text: '', submission: randomUUID(), intent: 'send' }, [log, { name: 'void', content: '' }])
    t.match(problems(refused), { text: 'Write something first.', files: /“void” is empty/ })
    t.match(refused.$('.received').text(), 'error.log')
    await reply(reference, { ...shown(refused, 'form[name=reply]'), text: 'With a file' })
    t.match((await ada.get(`/tickets/${reference}`)).$('.entry').last().text(), /With a file[\s\S]*error\.log/)
    t.strictSame((await db.selectFrom('tickets').select('attachment_urls').where('reference', '=', reference).executeTakeFirstOrThrow()).attachment_urls, [], 'the ticket’s own list holds what came when it was opened')
  })

  await t.test('shows a preview and sends nothing', async t => {
    const reference = await ask(ada)
    const page = await reply(reference, { text: '*look*', intent: 'preview' })
    t.equal(page.status, 200)
    t.match(page.$('.preview').html(), '<em>look</em>')
    t.equal(shown(page, 'form[name=reply]')['text'], '*look*')
    t.strictSame(await replies(reference), [])
  })

  for (const round of [1, 2, 3, 4, 5]) await t.test(`twice, or ten times at once, with the same form is one reply (${round})`, async t => {
    const reference = await ask(ada)
    const form = { text: 'Only once', submission: randomUUID(), intent: 'send' }
    const onDisk = (await filesOnDisk(dataDir)).length
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.upload(`/tickets/${reference}/replies`, form, [log])))
    t.strictSame([...new Set(answers.map(({ status: code, location }) => `${code} ${location}`))], [`303 /tickets/${reference}`])
    t.strictSame(await replies(reference), ['Only once'])
    t.equal((await filesOnDisk(dataDir)).length, onDisk + 1)
    t.equal((await db.selectFrom('drafts').select('id').execute()).length, 0)
  })

  await t.test('again with other words keeps them for another reply', async t => {
    const reference = await ask(ada)
    const form = { text: 'First words', submission: randomUUID(), intent: 'send' }
    await reply(reference, form)
    const asked = await reply(reference, { ...form, text: 'Second words' })
    t.equal(asked.status, 409)
    t.match(problems(asked)['text'], 'You had sent this form already')
    t.equal(shown(asked, 'form[name=reply]')['text'], 'Second words')
    await reply(reference, shown(asked, 'form[name=reply]'))
    t.strictSame(await replies(reference), ['First words', 'Second words'])
  })

  await t.test('to htmx answers with the fresh ticket and says that it was sent', async t => {
    const reference = await ask(ada)
    const { body, status: code } = await ada.post(`/tickets/${reference}/replies`, { text: 'Swapped', intent: 'send' }, swap('ticket'))
    t.equal(code, 200)
    t.match(body, /^\s*<article id="ticket"[\s\S]*Swapped[\s\S]*hx-swap-oob="innerHTML:#toasts"[\s\S]*Reply sent/)
    t.match((await ada.post(`/tickets/${reference}/replies`, { text: '' }, swap('ticket'))).body, /^\s*<article id="ticket"[\s\S]*There is a problem/)
  })

  await t.test('while staff answer and close at the same moment loses nobody’s words', async t => {
    const reference = await ask(ada)
    await Promise.all([reply(reference, { text: 'From Ada' }), answer(grace, reference, 'From Grace'), reply(reference, { text: 'More from Ada' })])
    const { $ } = await ada.get(`/tickets/${reference}`)
    for (const words of ['From Ada', 'More from Ada']) t.match($('#conversation').text(), words)
    const events = await db.selectFrom('ticket_events').innerJoin('tickets', 'tickets.id', 'ticket_id').select('kind').where('reference', '=', reference).where('kind', '=', 'replied').execute()
    t.equal(events.length, (await replies(reference)).length, 'each with its event')
  })
})
