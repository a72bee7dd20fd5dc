import t from 'tap'
import { closeResolved } from '../../src/tickets/index.ts'
import { asked, eventsOf, mailsOf, send, ticketOf } from '../desk/desk.ts'
import { world, type World } from '../support/world.ts'

const day = 86_400_000
const days = 7

t.test('a resolved ticket is announced two days before it closes, and closes', async t => {
  const w = await world(t)
  const reference = await resolved(w)
  const run = () => closeResolved(w.db, w.services.queue, days)

  await age(w, 4.9)
  await run()
  t.strictSame(await newMails(w), [], 'not yet')
  await age(w, 5.1)
  await run()
  await run()
  t.strictSame(await newMails(w), ['closing-soon'], 'announced once')
  t.equal((await ticketOf(w, reference)).status, 'resolved')
  const [mail] = await w.db.selectFrom('mails').select('details').where('kind', '=', 'closing-soon').execute()
  t.match(mail?.details, { days: 2, reference: Number(reference) })

  await age(w, 7.1, 2.1)
  await run()
  await run()
  t.strictSame(await newMails(w), ['closing-soon', 'ticket-status'])
  const ticket = await ticketOf(w, reference)
  t.match(ticket, { status: 'closed', last_updated_by: w.grace.id })
  t.ok(ticket.closed_at)
  t.match((await eventsOf(w, reference)).at(-1), { kind: 'closed', actor_id: null })
  t.match((await w.ada.get(`/tickets/${reference}`)).$('#conversation').text(), /closed by itself/)
})

t.test('after a long standstill a ticket is announced first all the same', async t => {
  const w = await world(t)
  const reference = await resolved(w)
  await age(w, 40)
  await closeResolved(w.db, w.services.queue, days)
  t.strictSame(await newMails(w), ['closing-soon'])
  t.equal((await ticketOf(w, reference)).status, 'resolved')

  await age(w, 42, 2.1)
  await closeResolved(w.db, w.services.queue, days)
  t.equal((await ticketOf(w, reference)).status, 'closed')
})

t.test('where tickets close after a day, the day is the notice', async t => {
  const w = await world(t)
  const reference = await resolved(w)
  await age(w, 0.1)
  await closeResolved(w.db, w.services.queue, 1)
  t.match((await w.db.selectFrom('mails').select('details').where('kind', '=', 'closing-soon').execute()).map(({ details }) => details), [{ days: 1 }])
  t.equal((await ticketOf(w, reference)).status, 'resolved')
  await age(w, 1.2, 1.1)
  await closeResolved(w.db, w.services.queue, 1)
  t.equal((await ticketOf(w, reference)).status, 'closed')
})

t.test('many workers at once announce and close once', async t => {
  const w = await world(t)
  for (let count = 0; count < 3; count++) await resolved(w)
  const run = () => Promise.all([1, 2, 3, 4].map(() => closeResolved(w.db, w.services.queue, days)))
  await age(w, 6)
  await run()
  t.strictSame(await newMails(w), Array<string>(3).fill('closing-soon'))
  await age(w, 8, 3)
  await run()
  t.strictSame((await newMails(w)).slice(3), Array<string>(3).fill('ticket-status'))
  t.equal((await w.db.selectFrom('ticket_events').select('id').where('kind', '=', 'closed').execute()).length, 3)
})

t.test('a customer who needs more help stops the clock', async t => {
  const w = await world(t)
  const reference = await resolved(w)
  await age(w, 6)
  await closeResolved(w.db, w.services.queue, days)
  await w.ada.post(`/tickets/${reference}/replies`, { text: 'It burns again.', purpose: 'help' })
  t.match(await ticketOf(w, reference), { status: 'open', resolved_at: null, closing_announced_at: null })

  await closeResolved(w.db, w.services.queue, days)
  t.equal((await ticketOf(w, reference)).status, 'open')
})

async function resolved(w: World): Promise<string> {
  const reference = await asked(w)
  await send(w.grace, reference, 'changes', { status: 'resolved', resolution: 'Water.' })
  return reference
}

/** As if the tickets had been resolved, and announced, so many days ago. */
async function age({ db }: World, since: number, announced?: number): Promise<void> {
  const ago = (count: number) => new Date(Date.now() - count * day)
  await db.updateTable('tickets').set({ resolved_at: ago(since), ...(announced !== undefined && { closing_announced_at: ago(announced) }) }).execute()
}

async function newMails(w: World): Promise<string[]> {
  return (await mailsOf(w)).filter(kind => kind !== 'ticket-opened' && kind !== 'ticket-resolved')
}
