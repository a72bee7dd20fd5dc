import { randomUUID } from 'node:crypto'
import t from 'tap'
import { answer } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { invite, joined, linkTo, participantOf } from './taking-part.ts'

t.test('who takes part', async t => {
  const w = await world(t)
  const { ada, carl, grace, db } = w
  const { reference, file } = await joined(w, carl)

  await t.test('sees the ticket with its files, in the list of what is shared, in its export and on paper', async t => {
    for (const url of [`/tickets/${reference}`, `/tickets/${reference}/print`, '/tickets?whose=shared', '/tickets?whose=shared&q=printer', '/tickets?whose=shared&q=prniter', '/tickets.csv?whose=shared']) {
      const { status, body } = await carl.get(url)
      t.equal(status, 200, url)
      t.match(body, 'Printer on fire', url)
    }
    t.match((await carl.get('/tickets?whose=shared')).$('.ticket-line').text(), 'From Ada')
    t.notMatch((await carl.get('/tickets')).body, 'Printer', 'his own stay his own')
    t.equal((await carl.get(file)).status, 200)
  })

  await t.test('writes on the side of the customer, and hears of what others write', async t => {
    await answer(grace, reference, 'Is it plugged in?')
    t.match((await carl.get('/')).$('main').text(), 'Printer on fire')
    t.match((await carl.get('/notifications')).$('main').text(), 'Grace wrote on the ticket “Printer on fire”')
    await carl.post(`/tickets/${reference}/replies`, { text: 'It is not.', intent: 'send' })
    const { $ } = await ada.get(`/tickets/${reference}`)
    t.equal($('.entry').last().attr('data-side'), 'customer')
    t.match($('.entry').last().text(), /Carl/)
    t.match((await ada.get('/notifications')).$('main').text(), 'Carl wrote on the ticket “Printer on fire”')
    t.equal((await db.selectFrom('tickets').select('status').executeTakeFirstOrThrow()).status, 'open')
    t.equal((await grace.get(`/desk/tickets/${reference}`)).$('.entry').last().attr('data-side'), 'customer')
    t.match((await grace.get(`/desk/tickets/${reference}`)).$('.facts').text(), 'Carl, who reads and writes')
  })

  await t.test('keeps drafts and files of drafts to themselves', async t => {
    await carl.upload(`/tickets/${reference}/replies`, { text: 'Half a thought', submission: randomUUID(), intent: 'draft' }, [{ name: 'mine.txt', content: 'mine', type: 'text/plain' }])
    t.match((await carl.get(`/tickets/${reference}`)).$('#text').val(), 'Half a thought')
    t.notMatch((await ada.get(`/tickets/${reference}`)).body, /Half a thought|mine\.txt/)
    const { id } = await db.selectFrom('attachments').select('id').where('name', '=', 'mine.txt').executeTakeFirstOrThrow()
    t.equal((await ada.get(`/attachments/${id}/mine.txt`)).status, 404)
    t.equal((await carl.get(`/attachments/${id}/mine.txt`)).status, 200)
  })

  await t.test('never sees notes, and neither closes nor rates nor follows up', async t => {
    await answer(grace, reference, 'They are difficult', 'notes')
    t.notMatch((await carl.get(`/tickets/${reference}`)).body, 'difficult')
    for (const noun of ['closure', 'reopening', 'rating']) t.equal((await carl.post(`/tickets/${reference}/${noun}`, { text: 'x', score: '5', intent: 'send' })).status, 403, noun)
    t.equal((await carl.get(`/tickets/${reference}`)).$('form[name=closure], form[name=rating]').length, 0)
    await carl.post('/tickets', { category: 'problem', title: 'Mine', description: 'Mine', priority: 'low', follows: String(reference), intent: 'send' })
    t.equal((await db.selectFrom('tickets').select('follows').where('title', '=', 'Mine').executeTakeFirstOrThrow()).follows, null)
  })

  await t.test('who may only read cannot write, and what they typed comes back', async t => {
    await ada.post(`/tickets/${reference}/participants/${await participantOf(w, reference)}`, { may: 'read' })
    t.equal((await carl.get(`/tickets/${reference}`)).$('form[name=reply]').length, 0)
    const refused = await carl.upload(`/tickets/${reference}/replies`, { text: 'From an open page', intent: 'send' }, [])
    t.equal(refused.status, 403)
    t.match(refused.$('main [name=text]').val(), 'From an open page')
    t.notMatch((await ada.get(`/tickets/${reference}`)).body, 'From an open page')
  })

  await t.test('leaves with one press', async t => {
    t.equal((await carl.post(`/tickets/${reference}/leaving`)).location, '/tickets')
    t.equal((await carl.get(`/tickets/${reference}`)).status, 404)
    t.equal((await carl.post(`/tickets/${reference}/leaving`)).status, 404)
    t.match((await ada.get(`/tickets/${reference}`)).$('.event').text(), 'Carl takes part in this ticket no more')
    t.match((await ada.get(`/tickets/${reference}`)).$('.entry[data-side=customer]').text(), 'It is not.', 'what he wrote stays on the side of the customer')
    t.equal((await ada.post(`/tickets/${reference}/leaving`)).status, 303, 'the owner cannot leave')
    t.equal((await ada.get(`/tickets/${reference}`)).status, 200)
  })
})

t.test('who was taken off a ticket', async t => {
  const w = await world(t)
  const { ada, carl, grace, db } = w
  const { reference, file } = await joined(w, carl)
  await answer(grace, reference, 'Is it plugged in?')
  const digest = (...references: (number | null)[]) => db.insertInto('mails').values({ kind: 'digest', profile_id: carl.id, address: carl.email, details: JSON.stringify({ news: references.map(reference => ({ reference, kind: 'ticket-written' })) }) }).execute()
  await digest(reference)
  await digest(reference, null)
  await ada.post(`/tickets/${reference}/participants/${await participantOf(w, reference)}/removal`)

  await t.test('is not told of it in a digest that waits to be sent', async t => {
    t.strictSame(await db.selectFrom('mails').select('details').where('kind', '=', 'digest').execute(), [{ details: { news: [{ kind: 'ticket-written', reference: null }] } }])
    await db.deleteFrom('mails').where('kind', '=', 'digest').execute()
  })

  await t.test('finds it nowhere', async t => {
    // What was said when he joined is seen here, and not below.
    await carl.get('/')
    const plain = (body: string) => body.replaceAll(/value="[^"]*"|the number \S+|\d{4}/g, '')
    for (const path of ['', '/sent', '/print', '/live', '/participants', '/leaving', '/replies', '/follow']) {
      const [gone, never] = [await carl.get(`/tickets/${reference}${path}`), await carl.get(`/tickets/9999${path}`)]
      t.equal(gone.status, 404, path)
      t.equal(plain(gone.body), plain(never.body), path)
    }
    t.equal((await carl.get(file)).status, 404)
    for (const url of ['/', '/tickets?whose=shared', '/tickets?whose=shared&q=printer', '/tickets?whose=shared&q=prniter', '/tickets.csv?whose=shared', '/notifications', `/tickets/new?follows=${reference}`]) {
      t.notMatch((await carl.get(url)).body, 'Printer on fire', url)
    }
    t.equal((await carl.get('/tickets')).$('.badge').length, 0, 'nothing counts as new')
  })

  await t.test('gets back what they send from a page that is still open', async t => {
    for (const url of [`/tickets/${reference}/replies`, '/tickets/9999/replies']) {
      const lost = await carl.upload(url, { text: 'A long answer', intent: 'send' }, [{ name: 'x.txt', content: 'x', type: 'text/plain' }])
      t.equal(lost.status, 404, url)
      t.match(lost.$('main [name=text]').val(), 'A long answer', url)
    }
    t.equal((await carl.post(`/tickets/${reference}/replies`, { text: 'A long answer', intent: 'send' })).status, 404)
    t.equal((await db.selectFrom('replies').select('id').execute()).length, 1)
  })

  await t.test('is told no more, not even what was on its way', async t => {
    await answer(grace, reference, 'Are you there?')
    t.strictSame(await db.selectFrom('notifications').select('kind').where('profile_id', '=', carl.id).execute(), [])
    t.strictSame(await db.selectFrom('mails').select('kind').where('profile_id', '=', carl.id).where('sent_at', 'is', null).where('kind', '<>', 'participant-invitation').execute(), [])
  })

  await t.test('cannot reply while they are being taken off', async t => {
    for (let round = 0; round < 3; round++) {
      await invite(ada, reference, carl.email)
      await carl.post(await linkTo(w, carl.email))
      const id = await participantOf(w, reference)
      const [, reply] = await Promise.all([ada.post(`/tickets/${reference}/participants/${id}/removal`), carl.post(`/tickets/${reference}/replies`, { text: `Round ${round}`, intent: 'send' })])
      const written = await db.selectFrom('replies').select('id').where('text', '=', `Round ${round}`).execute()
      t.equal(reply.status, written.length === 1 ? reply.status : 404)
      t.equal((await carl.get(`/tickets/${reference}`)).status, 404)
    }
  })
})
