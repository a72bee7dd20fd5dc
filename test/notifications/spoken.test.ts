import t from 'tap'
import { dropSecondStepOf } from '../../src/desk/index.ts'
import { asked, send } from '../desk/desk.ts'
import { lastMailTo } from '../sign-in/mailbox.ts'
import { invite, linkTo } from '../tickets/taking-part.ts'
import { password, world, type Someone, type World } from '../support/world.ts'
import { sendAll } from './office.ts'
import { postOffice } from './post-office.ts'
import { like } from './wishes.ts'

const german = { 'accept-language': 'de' }
const signIn = ({ browser }: World, { email }: Pick<Someone, 'email'>, headers: Record<string, string>) => browser().post('/sign-in', { email, password }, headers)
const languageOf = (html: unknown): string => /<html lang="(\w+)"/.exec(String(html))?.[1] ?? ''

t.test('who signs up in a language is written to in it, until they choose another', async t => {
  const w = await world(t)
  await w.work()
  const zoe = w.browser()
  await zoe.post('/sign-up', { 'name': 'Zoé', 'email': 'zoe@example.com', 'new-password': password }, { 'accept-language': 'fr' })
  const mail = await lastMailTo(w, 'zoe@example.com')
  t.equal(languageOf(mail.html), 'fr', 'from the first mail on')
  await zoe.post('/verify-email', { token: new URL(mail.link, 'http://x').searchParams.get('token') ?? '' }, { 'accept-language': 'fr' })
  const { spoken } = await w.db.selectFrom('profiles').select('spoken').where('email', '=', 'zoe@example.com').executeTakeFirstOrThrow()
  t.equal(spoken, 'fr')
})

t.test('news come in the language that their reader last signed in with', async t => {
  const w = await world(t)
  const { ada, grace } = w
  const office = await postOffice(t)
  const reference = await asked(w)
  const next = async (text: string) => {
    await send(grace, reference, 'replies', { text })
    await sendAll(w, office.url)
    return languageOf(office.mails.find(mail => mail.text?.includes(text))?.html)
  }
  t.equal(await next('Before she was asked'), 'en', 'that of the site, where nobody knows')
  await signIn(w, ada, german)
  t.equal(await next('After a German page'), 'de')
  await signIn(w, ada, { 'accept-language': 'tlh' })
  t.equal(await next('After one that we do not speak'), 'en', 'she was answered in that of the site')
  await signIn(w, ada, german)
  await like(w, ada, { ui: { language: 'es' } })
  t.equal(await next('After a choice'), 'es', 'a choice goes before it')
})

t.test('what somebody else causes is in the language of its reader, or else of who asked', async t => {
  const w = await world(t)
  const { ada, carl, db } = w
  const office = await postOffice(t)
  const reference = await asked(w)
  await signIn(w, carl, german)
  await like(w, ada, { ui: { language: 'fr' } })
  await sendAll(w, office.url)
  const seen = office.mails.length
  await invite(ada, Number(reference), carl.email)
  await invite(ada, Number(reference), 'stranger@example.com')
  t.match(await linkTo(w, carl.email), /token=/)
  await sendAll(w, office.url)
  t.strictSame(office.mails.slice(seen).map(({ html }) => languageOf(html)).sort(), ['de', 'fr'])
  t.equal((await db.selectFrom('profiles').select('spoken').where('id', '=', carl.id).executeTakeFirstOrThrow()).spoken, 'de')
})

t.test('what nobody asks for on a page is in the language of its reader, too', async t => {
  const w = await world(t)
  const { carl, db, services: { queue } } = w
  const office = await postOffice(t)
  await signIn(w, carl, german)
  await sendAll(w, office.url)
  const seen = office.mails.length
  await db.insertInto('authenticators').values({ profile_id: carl.id, secret: 'x', started_in: 'x', confirmed_at: new Date() }).execute()
  await db.transaction().execute(trx => dropSecondStepOf(trx, queue, carl.email))
  await sendAll(w, office.url)
  t.strictSame(office.mails.slice(seen).map(({ html }) => languageOf(html)), ['de'])
})
