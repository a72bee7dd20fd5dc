import t from 'tap'
import { notify } from '../../src/notifications/index.ts'
import { closeResolved } from '../../src/tickets/index.ts'
import { asked, mailsOf, send } from '../desk/desk.ts'
import { until } from '../support/until.ts'
import { world, type Someone, type World } from '../support/world.ts'
import { sendAll } from './office.ts'
import { postOffice } from './post-office.ts'
import { like, news } from './wishes.ts'

const told = async ({ db }: World, { id }: Someone) => (await db.selectFrom('notifications').select(['kind', 'way']).where('profile_id', '=', id).orderBy('created_at').execute()).map(({ kind, way }) => `${kind} ${way}`)

t.test('each customer is told in the way they chose', async t => {
  for (const [way, mails] of [['now', ['ticket-replied']], ['daily', []], ['weekly', []], ['portal', []], ['off', []]] as const) {
    const w = await world(t)
    await like(w, w.ada, { notification: { reply: way } })
    await send(w.grace, await asked(w), 'replies', { text: 'Hello' })
    t.strictSame(await told(w, w.ada), way === 'off' ? [] : [`ticket-replied ${way}`], way)
    t.strictSame(await news(w), mails)
  }
})

t.test('who wants no mail gets none about tickets, not even the confirmation', async t => {
  const w = await world(t)
  await like(w, w.ada, { communication: { channel: 'portal' } })
  await send(w.grace, await asked(w), 'replies', { text: 'Hello' })
  t.strictSame(await mailsOf(w), [])
  t.strictSame(await told(w, w.ada), ['ticket-replied portal'])
  await w.db.transaction().execute(trx => notify(w.services.queue, trx, { profileId: w.ada.id, event: 'security', kind: 'password-changed', details: {} }))
  t.strictSame(await mailsOf(w), ['password-changed'], 'but what concerns the security of the account')
})

t.test('a followed ticket is told at once, a muted one not at all', async t => {
  const w = await world(t)
  await like(w, w.ada, { notification: { reply: 'off' } })
  const reference = await asked(w)
  const { status, location } = await w.ada.post(`/tickets/${reference}/follow`, { choice: 'follow' })
  t.equal(status, 303)
  t.equal(location, `/tickets/${reference}`)
  t.match((await w.ada.get(`/tickets/${reference}`)).$('[name=follow]').text(), /You follow this ticket/)
  await send(w.grace, reference, 'replies', { text: 'One' })
  t.strictSame(await news(w), ['ticket-replied'])

  await w.ada.post(`/tickets/${reference}/follow`, { choice: 'mute' })
  await send(w.grace, reference, 'replies', { text: 'Two' })
  t.strictSame(await news(w), ['ticket-replied'])
  t.equal((await w.ada.get('/tickets')).$('[data-new]').length, 1, 'though the list of tickets still says that there is something new')
  await w.ada.post(`/tickets/${reference}/follow`, { choice: 'usual' })
  t.match((await w.ada.get(`/tickets/${reference}`)).$('[name=follow]').text(), /as of all others/)
  await send(w.grace, reference, 'replies', { text: 'Three' })
  t.strictSame(await told(w, w.ada), ['ticket-replied now'])
})

t.test('nobody follows or mutes what is not theirs to see', async t => {
  const w = await world(t)
  const reference = await asked(w)
  for (const choice of ['follow', 'mute', 'x', '']) t.equal((await w.carl.post(`/tickets/${reference}/follow`, { choice })).status, 404)
  t.equal((await w.visitor.post(`/tickets/${reference}/follow`, { choice: 'follow' })).location, `/sign-in?next=%2Ftickets%2F${reference}%2Ffollow`)
  t.equal((await w.ada.post(`/tickets/${reference}/follow`, { choice: 'x'.repeat(10_000) })).status, 303)
  t.strictSame((await w.db.selectFrom('ticket_reads').select('following').where('following', 'is not', null).execute()), [])
})

t.test('one thing that happened is told once, however often it is said', async t => {
  const w = await world(t)
  const say = () => w.db.transaction().execute(trx => notify(w.services.queue, trx, { profileId: w.ada.id, event: 'security', kind: 'password-changed', details: {}, cause: 'password 1' }))
  await Promise.all([say(), say(), say()])
  t.equal((await mailsOf(w)).length, 1)
  t.strictSame(await told(w, w.ada), ['password-changed now'])
})

t.test('a closing ticket is announced in the way that was chosen for it', async t => {
  const w = await world(t)
  await like(w, w.ada, { notification: { closing: 'portal' } })
  const reference = await asked(w)
  await send(w.grace, reference, 'changes', { status: 'resolved', resolution: 'Water.' })
  await w.db.updateTable('tickets').set({ resolved_at: new Date(Date.now() - 6 * 86_400_000) }).execute()
  await closeResolved(w.db, w.services.queue, 7)
  t.strictSame(await told(w, w.ada), ['ticket-resolved now', 'closing-soon portal'])
})

t.test('copies of my own words come to me alone, if I like', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  const reference = await asked(w)
  await w.ada.post(`/tickets/${reference}/replies`, { text: 'No copy.' })
  await like(w, w.ada, { communication: { copies: true } })
  await w.ada.post(`/tickets/${reference}/replies`, { text: 'With a copy.' })
  await sendAll(w, office.url)
  const [, copy] = office.mails
  t.equal(office.mails.length, 2)
  t.match(copy?.text, /copy of what you wrote[^]*> With a copy\./)
  t.match(copy?.references, /^<ticket\./)
  t.strictSame(await told(w, w.ada), [])
})

t.test('an agent who likes gets customers’ words by mail, with a way to the desk', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  await like(w, w.grace, { notification: { assigned: 'now' } })
  const reference = await asked(w)
  await send(w.grace, reference, 'assignment')
  await w.ada.post(`/tickets/${reference}/replies`, { text: 'It burns.' })
  await sendAll(w, office.url)
  const mail = office.mails.find(({ text }) => text?.includes('It burns.'))
  t.match([mail?.to].flat()[0]?.text, w.grace.email)
  t.match(mail?.text, `http://support.test/desk/tickets/${reference}`)
  t.match(mail?.text, /Ada wrote on the ticket/)
})

t.test('a mail is in the language and the form of its reader', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  await like(w, w.ada, { communication: { format: 'plain' } })
  await asked(w)
  await like(w, w.carl, { ui: { language: 'ar' } })
  await asked(w, {}, w.carl)
  await sendAll(w, office.url)
  const [plain, arabic] = office.raw
  t.notMatch(plain, /multipart|text\/html/i)
  t.match(office.mails[1]?.html, /<html lang="ar" dir="rtl">/)
  t.match(arabic, /multipart\/alternative/)
})

t.test('who has no account is written to in the language they asked in', async t => {
  const w = await world(t)
  await w.browser().post('/sign-up', { 'name': 'Zoé', 'email': 'zoe@example.com', 'new-password': 'correct horse battery' }, { 'accept-language': 'fr' })
  await w.work()
  const language = async () => (await w.db.selectFrom('mails').select('language').executeTakeFirst())?.language
  await until(async () => await language() !== undefined)
  t.equal(await language(), 'fr')
})
