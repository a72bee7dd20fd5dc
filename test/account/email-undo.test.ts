import t from 'tap'
import { readPreferences } from '../../src/preferences/index.ts'
import { lastMailTo, mailsTo } from '../sign-in/mailbox.ts'
import { ask } from '../support/tickets.ts'
import { password, world } from '../support/world.ts'
import { invite, linkTo } from '../tickets/taking-part.ts'

const here = '/account/profile/email'
const tokenIn = ({ link }: { link: string }) => new URL(link, 'http://x').searchParams.get('token') ?? ''
const contact = { 'channel': 'mail', 'reply-by-mail': '', 'format': 'plain', 'quiet-from': '22:00', 'quiet-to': '07:00' }

t.test('taking back a change of address throws out whom the thief let in', async t => {
  const w = await world(t)
  const { db, ada, carl, grace, browser } = w
  await w.work()
  const reference = await ask(ada)
  await invite(ada, reference, carl.email)
  await carl.post(await linkTo(w, carl.email))
  await ada.post('/account/communication', { ...contact, participants: 'friend@example.com' })
  await db.insertInto('authenticators').values({ profile_id: ada.id, secret: 'x', started_in: 'x', started_at: new Date(Date.now() - 86_400_000), confirmed_at: new Date(), recovery_made_at: new Date(Date.now() - 86_400_000) }).execute()
  await db.insertInto('recovery_codes').values({ profile_id: ada.id, code_hash: 'hers' }).execute()

  // From here on it is the thief who sits at her session.
  await ada.post(here, { email: 'thief@example.com', password })
  await ada.post(`${here}/confirmation`, { token: tokenIn(await lastMailTo(w, 'thief@example.com')) })
  await ada.post('/account/communication', { ...contact, participants: 'friend@example.com\nspy@example.com' })
  await db.insertInto('profiles').values({ email: 'spy@example.com', full_name: 'Spy' }).execute()
  await invite(ada, reference, 'spy@example.com')
  const spy = await db.selectFrom('profiles').select('id').where('email', '=', 'spy@example.com').executeTakeFirstOrThrow()
  await db.updateTable('participants').set({ profile_id: spy.id }).where('email', '=', 'spy@example.com').execute()
  await invite(ada, reference, 'second-spy@example.com')
  const waiting = await linkTo(w, 'second-spy@example.com')
  await db.insertInto('ticket_reads').values({ profile_id: spy.id, ticket_id: (await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()).id, news: 1 }).onConflict(conflict => conflict.columns(['profile_id', 'ticket_id']).doUpdateSet({ news: 1 })).execute()
  await db.updateTable('authenticators').set({ recovery_made_at: new Date() }).where('profile_id', '=', ada.id).execute()

  const undo = (await mailsTo(w, ada.email, 4)).find(({ link }) => link.includes('/undo?')) ?? { link: '' }
  const page = await browser().get(undo.link)
  t.match(page.$('main').text(), /asked to take part since the change is taken off/, 'and says so beforehand')
  t.equal((await browser().post(`${here}/undo`, { token: tokenIn(undo) })).status, 303)

  t.strictSame(await db.selectFrom('participants').select('email').execute(), [{ email: carl.email }], 'who took part before, stays')
  t.equal((await carl.get(`/tickets/${reference}`)).status, 200)
  t.strictSame(await db.selectFrom('ticket_reads').select('news').where('profile_id', '=', spy.id).execute(), [])
  t.equal((await browser().get(waiting)).$('h1').text(), 'This invitation does not work any more')
  const { communication } = await readPreferences(db, ada.id)
  t.match(communication, { participants: [], format: 'plain', replyByMail: false }, 'all else that she chose stays')
  t.strictSame(await db.selectFrom('recovery_codes').select('code_hash').where('profile_id', '=', ada.id).execute(), [], 'codes that the thief may have made anew')
  t.equal((await db.selectFrom('authenticators').select('profile_id').where('profile_id', '=', ada.id).execute()).length, 1, 'her own second step stands')
  t.match((await grace.get(`/desk/tickets/${reference}`)).$('.event').text(), /Ada took somebody off this ticket/)
})

t.test('recovery codes that are older than the change stay', async t => {
  const w = await world(t)
  const { db, ada, browser } = w
  await w.work()
  const before = new Date(Date.now() - 86_400_000)
  await db.insertInto('authenticators').values({ profile_id: ada.id, secret: 'x', started_in: 'x', started_at: before, confirmed_at: before, recovery_made_at: before }).execute()
  await db.insertInto('recovery_codes').values({ profile_id: ada.id, code_hash: 'hers' }).execute()
  await ada.post(here, { email: 'new@example.com', password })
  await ada.post(`${here}/confirmation`, { token: tokenIn(await lastMailTo(w, 'new@example.com')) })
  const undo = (await mailsTo(w, ada.email, 2)).find(({ link }) => link.includes('/undo?')) ?? { link: '' }
  t.equal((await browser().post(`${here}/undo`, { token: tokenIn(undo) })).status, 303)
  t.equal((await db.selectFrom('recovery_codes').select('code_hash').where('profile_id', '=', ada.id).execute()).length, 1)
})

t.test('of two posts of the same link at once, one takes the change back', async t => {
  const w = await world(t)
  const { db, ada, browser } = w
  await w.work()
  await ada.post(here, { email: 'new@example.com', password })
  await ada.post(`${here}/confirmation`, { token: tokenIn(await lastMailTo(w, 'new@example.com')) })
  const undo = (await mailsTo(w, ada.email, 2)).find(({ link }) => link.includes('/undo?')) ?? { link: '' }
  const answers = await Promise.all([browser(), browser()].map(one => one.post(`${here}/undo`, { token: tokenIn(undo) })))
  t.strictSame(answers.map(({ status }) => status).sort(), [303, 422])
  const { location = '' } = answers.find(({ status }) => status === 303) ?? {}
  t.equal((await browser().get(location)).status, 200)
  t.equal((await db.selectFrom('password_resets').select('profile_id').execute()).length, 1, 'and its link is good')
})
