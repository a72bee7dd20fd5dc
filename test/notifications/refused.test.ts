import t from 'tap'
import { findMailRefusal } from '../../src/notifications/index.ts'
import { asked, send } from '../desk/desk.ts'
import { world, type World } from '../support/world.ts'
import { outboxOf, sendAll } from './office.ts'
import { postOffice } from './post-office.ts'

const says = (responseCode: number, words: string) => ({
  onRcptTo: (_address: unknown, _session: unknown, done: (error: Error) => void) => done(Object.assign(new Error(words), { responseCode })),
})
const refusal = async ({ db, ada }: World) => findMailRefusal(db, ada.id)

t.test('an address that nobody has is remembered with the server’s words, and its mail is not tried again', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const { url } = await postOffice(t, says(550, '5.1.1 No such user here'))
  t.strictSame(await sendAll(w, url), [], 'the queue has nothing more to do')
  t.match(await outboxOf(w), [{ tries: 1, sent_at: null, refused_at: Date, details: {}, last_error: /5\.1\.1 No such user here/ }])
  t.match(await refusal(w), { words: /^550 5\.1\.1 No such user here/ })
  t.equal((await w.grace.get('/desk')).$('.notice').length, 0, 'staff are not told: it is no trouble of theirs')

  const office = await postOffice(t)
  await sendAll(w, office.url)
  t.equal(office.mails.length, 0)
  await send(w.grace, reference, 'replies', { text: 'Hello' })
  await sendAll(w, office.url)
  t.equal(office.mails.length, 1, 'the next mail is tried')
  t.equal(await refusal(w), undefined, 'and clears it when it gets through')
})

t.test('what may get better is tried again, and held against nobody', async t => {
  const w = await world(t)
  await asked(w)
  for (const [code, words] of [[450, '4.2.1 Mailbox busy'], [550, '5.7.1 Relaying denied']] as const) {
    const { url } = await postOffice(t, says(code, words))
    t.equal((await sendAll(w, url)).length, 1, words)
    t.equal(await refusal(w), undefined)
  }
  const office = await postOffice(t)
  await sendAll(w, office.url)
  t.equal(office.mails.length, 1)
})

t.test('a mail to an address that was changed meanwhile says nothing of the new one', async t => {
  const w = await world(t)
  await asked(w)
  await w.db.updateTable('profiles').set({ email: 'ada@new.example' }).where('id', '=', w.ada.id).execute()
  await sendAll(w, (await postOffice(t, says(550, '5.1.1 Gone'))).url)
  t.equal(await refusal(w), undefined)
})

t.test('one bad address keeps no other mail back', async t => {
  const w = await world(t)
  await asked(w)
  await asked(w, {}, w.carl)
  const office = await postOffice(t, {
    onRcptTo: ({ address }, _session, done) => done(address === 'ada@example.com' ? Object.assign(new Error('5.1.1 no'), { responseCode: 550 }) : undefined),
  })
  t.strictSame(await sendAll(w, office.url), [])
  t.strictSame(office.mails.map(({ to }) => [to].flat()[0]?.text), ['carl@example.com'])
})
