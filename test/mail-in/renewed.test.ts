import t from 'tap'
import { renewReplyAddresses } from '../../src/notifications/index.ts'
import { setEmail } from '../../src/account/profile/email/store.ts'
import { sendAll } from '../notifications/office.ts'
import { postOffice } from '../notifications/post-office.ts'
import { answer } from '../support/tickets.ts'
import { fates, letters, mail, mailWorld, repliesTo, ticketOf } from './mailing.ts'

t.test('addresses to answer at end when somebody has them made anew, and new ones come with the next mail', async t => {
  const w = await mailWorld(t)
  const { ada, carl, grace, db } = w
  const [old, ofCarl] = [await ticketOf(w, ada), await ticketOf(w, carl)]
  await mail(w, { from: ada.email, to: old.address, text: 'Before' })
  await db.transaction().execute(trx => renewReplyAddresses(trx, ada.id))
  for (const text of ['After', 'Again']) await mail(w, { from: 'ada@old.example', to: old.address, text })
  await mail(w, { from: carl.email, to: ofCarl.address, text: 'Carl does not mind' })
  t.strictSame(await fates(w), ['taken', 'kept: token', 'kept: token', 'taken'])
  t.match(await letters(w, 'mail-kept'), [{ address: 'ada@old.example', details: { reason: 'token' } }], 'who writes there is told once')

  const office = await postOffice(t)
  await answer(grace, old.reference, 'Is it plugged in?')
  await sendAll(w, office.url)
  const [fresh = ''] = office.mails.flatMap(({ text = '', replyTo }) => text.includes('plugged') ? [replyTo?.text ?? ''] : [])
  t.not(fresh, old.address)
  await mail(w, { from: ada.email, to: fresh, text: 'It is.' })
  t.match((await repliesTo(w, old.reference)).at(-1), { author: 'Ada', text: 'It is.' })
})

t.test('who has the mailbox of a former address answers no tickets', async t => {
  const w = await mailWorld(t)
  const { ada, db, addresses } = w
  const { address, reference, ticketId } = await ticketOf(w, ada)
  await db.transaction().execute(trx => setEmail(trx, ada.id, 'mallory@evil.example'))
  const thiefs = addresses.of({ reference, ticketId, profileId: ada.id, renewed: 1 }) ?? ''
  await mail(w, { from: 'mallory@evil.example', to: thiefs, text: 'I am Ada' })
  await db.transaction().execute(trx => setEmail(trx, ada.id, 'ada@example.com'))
  for (const to of [address, thiefs]) await mail(w, { from: 'ada@example.com', to, text: `To ${to}` })
  t.strictSame(await fates(w), ['taken', 'kept: token', 'kept: token'], 'neither after a change nor after it was undone')
})
