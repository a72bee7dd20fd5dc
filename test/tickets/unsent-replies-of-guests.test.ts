import t from 'tap'
import { change, shown } from '../support/tickets.ts'
import { world } from '../support/world.ts'
import { joined, participantOf } from './taking-part.ts'
import { hostile, leave, lines, log, typed, why } from './unsent.ts'

t.test('a reply of somebody who took part', async t => {
  const w = await world(t)
  const { ada, carl, grace, db } = w
  const { reference } = await joined(w, carl)
  const id = await leave(carl, reference, hostile)
  const guest = await participantOf(w, reference)
  const address = `/tickets/drafts/${id}`
  const unsent: [string, string][] = [['Your reply that was not sent', address]]

  await t.test('is shown to whom may only read now', async t => {
    t.match(lines(await carl.get('/tickets')), [[`Continue your reply on #${reference}`, `/tickets/${reference}?draft=${id}#reply`]])
    await ada.post(`/tickets/${reference}/participants/${guest}`, { may: 'read' })
    t.strictSame(lines(await carl.get('/tickets')), unsent)
    const page = await carl.get(address)
    t.match(why(page), 'You can read this ticket, but not write in it.')
    t.equal(page.$(`main a[href="/tickets/${reference}"]`).length, 1)
    t.equal(typed(page), hostile)
  })

  await t.test('leads to the ticket again when they may write again', async t => {
    await ada.post(`/tickets/${reference}/participants/${guest}`, { may: 'reply' })
    t.equal((await carl.get(address)).location, `/tickets/${reference}?draft=${id}#reply`)
  })

  await t.test('is shown while the ticket is closed, which only its owner opens again', async t => {
    await change(grace, reference, { status: 'closed' })
    t.match(why(await carl.get(address)), 'Only the person who opened it can open it again.')
    t.equal(typed(await carl.get(address)), hostile)
  })

  await t.test('is shown to whom was taken off, and tells nothing of the ticket', async t => {
    await ada.post(`/tickets/${reference}/participants/${guest}/removal`)
    await db.updateTable('tickets').set({ title: 'A secret since then' }).execute()
    t.strictSame(lines(await carl.get('/tickets')), unsent)
    const page = await carl.get(address)
    t.match(why(page), 'is not yours to see any more')
    t.equal(typed(page), hostile)
    for (const { body } of [page, await carl.get('/tickets')]) t.notMatch(body, new RegExp(`secret|Printer|#${reference}|/tickets/${reference}|closed`))
    t.equal((await carl.get(String(page.$('.files a').attr('href')))).body, log.content)
    t.equal((await ada.get(address)).status, 404, 'nor does the owner see it')
  })

  await t.test('becomes a ticket of their own that follows none', async t => {
    const { location = '' } = await carl.post(`${address}/ticket`, shown(await carl.get(address), 'form[name=ask]'))
    const page = await carl.get(location)
    t.match(shown(page, '#ticket-form form'), { title: '', description: hostile })
    t.match(page.$('.received').text(), 'error.log')
    t.notMatch(page.body, new RegExp(`secret|#${reference}`))
  })
})

t.test('a reply of whom left is kept for them', async t => {
  const w = await world(t)
  const { carl } = w
  const { reference } = await joined(w, carl)
  const id = await leave(carl, reference, 'What I wanted to say')
  await carl.post(`/tickets/${reference}/leaving`)
  t.equal(typed(await carl.get(`/tickets/drafts/${id}`)), 'What I wanted to say')
  t.strictSame(lines(await carl.get('/tickets')), [['Your reply that was not sent', `/tickets/drafts/${id}`]])
})
