import t from 'tap'
import { change } from '../support/tickets.ts'
import { fates, mail, mailWorld, repliesTo, ticketOf } from '../mail-in/mailing.ts'
import { invite, linkTo, participantOf } from './taking-part.ts'

t.test('who takes part answers by mail as far as they may write', async t => {
  const w = await mailWorld(t)
  const { ada, carl, grace, addresses, db } = w
  const { reference, ticketId } = await ticketOf(w, ada)
  const address = addresses.of({ reference, ticketId, profileId: carl.id, renewed: 0 }) ?? ''
  const say = (text: string) => mail(w, { from: carl.email, to: address, text })

  await say('Before anybody asked me')
  await invite(ada, reference, carl.email)
  await say('Before I said yes')
  t.strictSame(await repliesTo(w, reference), [])

  await carl.post(await linkTo(w, carl.email))
  await say('It is mine, too')
  t.match(await repliesTo(w, reference), [{ text: 'It is mine, too', author: 'Carl' }])

  const page = `/tickets/${reference}/participants/${await participantOf(w, reference)}`
  await ada.post(page, { may: 'read' })
  await say('From an old mail')
  await ada.post(page, { may: 'reply' })
  await change(grace, reference, { status: 'closed' })
  await say('To a closed ticket')
  await ada.post(`${page}/removal`)
  await say('When it is over')
  t.strictSame(await fates(w), ['kept: token', 'kept: token', 'taken', 'kept: token', 'kept: closed', 'kept: token'])
  t.equal((await repliesTo(w, reference)).length, 1)
  t.equal((await db.selectFrom('tickets').select('status').where('reference', '=', reference).executeTakeFirstOrThrow()).status, 'closed')
})
