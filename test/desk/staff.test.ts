import t from 'tap'
import { addStaff, dropSecondStepOf, mailInvitation, removeStaff } from '../../src/desk/index.ts'
import { sendAll } from '../notifications/office.ts'
import { postOffice } from '../notifications/post-office.ts'
import { origin, world, type World } from '../support/world.ts'
import { asked, eventsOf, mailsOf, send, ticketOf } from './desk.ts'

t.test('somebody new is invited, chooses a password and is at the desk', async t => {
  const w = await world(t)
  const { db, services: { queue } } = w
  await db.transaction().execute(async trx => {
    const { token = '' } = await addStaff(trx, { email: 'hal@example.com', name: 'Hal', role: 'agent' })
    await mailInvitation(trx, queue, 'hal@example.com', token)
  })
  const office = await postOffice(t)
  await sendAll(w, office.url)
  const [mail] = office.mails
  t.match(mail?.text, /Hello Hal,[\s\S]*works once, for 7 days/)
  const token = /reset-password\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
  t.match(mail?.text, `${origin}/reset-password?token=${token}`)
  const { expires_at } = await db.selectFrom('password_resets').select('expires_at').executeTakeFirstOrThrow()
  t.ok(expires_at.getTime() > Date.now() + 6.9 * 86_400_000)

  const hal = w.browser()
  t.equal((await hal.post('/reset-password', { token, 'new-password': 'a long password of his own' })).status, 303)
  t.equal((await hal.get('/desk')).status, 200)
})

t.test('a customer becomes an agent with the password they have, and an admin stays one', async t => {
  const { db, ada, mona } = await world(t)
  const add = (email: string) => db.transaction().execute(trx => addStaff(trx, { email, name: 'x', role: 'agent' }))
  t.match(await add('ADA@example.com'), { name: 'Ada', role: 'agent', changed: true, token: undefined })
  t.equal((await ada.get('/desk')).status, 200, 'at once')
  t.match(await add('ada@example.com'), { changed: false })
  t.match(await add(mona.email), { role: 'admin', changed: false })
})

t.test('who is staff no more is signed out, and their tickets wait for somebody else', async t => {
  const w = await world(t)
  const { db, ada, grace, mona, services: { queue } } = w
  const [open, closed] = [await asked(w), await asked(w)]
  for (const reference of [open, closed]) await send(grace, reference, 'assignment')
  await send(grace, open, 'replies', { text: 'My last words.' })
  await send(grace, closed, 'changes', { status: 'closed' })
  await ada.post(`/tickets/${open}/replies`, { text: 'Wait!', intent: 'send' })
  await ada.post(`/tickets/${closed}/rating`, { score: '5' })
  t.ok((await newsOf(w)).length > 0)
  t.match((await grace.get('/notifications')).$('.ticket-line').text(), 'Printer on fire')
  const before = await mailsOf(w)
  const removed = await db.transaction().execute(trx => removeStaff(trx, queue, 'Grace@example.com'))

  t.strictSame(removed, { name: 'Grace', tickets: 1 })
  t.match((await grace.get('/desk')).location, /^\/sign-in/)
  t.equal((await ticketOf(w, open)).assigned_to, null)
  t.equal((await ticketOf(w, closed)).assigned_to, grace.id, 'what is closed keeps who did it')
  t.match((await eventsOf(w, open)).at(-1), { kind: 'assigned', actor_id: null })
  await ada.post(`/tickets/${closed}/reopening`, { text: 'Again', intent: 'send' })
  t.equal((await ticketOf(w, closed)).assigned_to, null, 'until it is opened again')
  t.strictSame(await newsOf(w), [], 'nothing is new to them any more')
  t.strictSame(await db.selectFrom('notifications').select('id').where('profile_id', '=', grace.id).execute(), [], 'what they were told at the desk is no customer’s to read')
  t.strictSame(await mailsOf(w), before, 'no customer is written to')
  t.match((await mona.get(`/desk/tickets/${open}`)).$('.entry[data-side=staff]').text(), /My last words/, 'what they wrote as staff stays so')
  t.equal(await db.transaction().execute(trx => removeStaff(trx, queue, 'grace@example.com')), undefined)
})

t.test('the links for a password go with the role, the invitation too', async t => {
  const { db, browser, ada, services: { queue } } = await world(t)
  const { token = '' } = await db.transaction().execute(trx => addStaff(trx, { email: 'hal@example.com', name: 'Hal', role: 'agent' }))
  await db.insertInto('password_resets').values({ token_hash: 'hers', profile_id: ada.id }).execute()
  await db.transaction().execute(trx => removeStaff(trx, queue, 'hal@example.com'))
  t.equal((await browser().post('/reset-password', { token, 'new-password': 'a long password of his own' })).status, 422)
  t.strictSame(await db.selectFrom('password_resets').select('token_hash').execute(), [{ token_hash: 'hers' }], 'nobody else’s')
})

/** The tickets that have something new for Grace. */
async function newsOf({ db, grace }: World) {
  return db.selectFrom('ticket_reads').select('ticket_id').where('profile_id', '=', grace.id).where('news', '>', 0).execute()
}

t.test('who lost their second step is freed of it, told so, and finds it in their activity', async t => {
  const w = await world(t)
  const { db, ada, services: { queue } } = w
  const drop = () => db.transaction().execute(trx => dropSecondStepOf(trx, queue, 'ADA@example.com'))
  t.notOk(await drop(), 'there is none yet')
  await db.insertInto('authenticators').values({ profile_id: ada.id, secret: 'x', started_in: 'x', confirmed_at: new Date() }).execute()
  t.ok(await drop())
  t.notOk(await drop(), 'once')
  t.strictSame(await db.selectFrom('activity').select(['profile_id', 'kind']).execute(), [{ profile_id: ada.id, kind: 'security:second-step-off' }])
  t.strictSame((await db.selectFrom('mails').select(['kind', 'address']).execute()), [{ kind: 'second-step-off', address: 'ada@example.com' }])
})
