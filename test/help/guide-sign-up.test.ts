import t from 'tap'
import { findGuide, lockUnchanged } from '../../src/help/guide/store.ts'
import { lastMailTo } from '../sign-in/mailbox.ts'
import { answerSteps, begin, idOf, untilFiles, words } from '../support/guide.ts'
import { password, world } from '../support/world.ts'

t.test('a visitor who signs up on the way goes on where they were', async t => {
  const w = await world(t)
  await w.work()
  const visitor = w.browser()
  const guide = await begin(visitor)
  await answerSteps(visitor, guide, untilFiles)
  const next = new URLSearchParams((await visitor.get(`${guide}/files`)).location?.split('?')[1]).get('next') ?? ''
  const signUp = (await visitor.get(`/sign-in?${new URLSearchParams({ next })}`)).$('a[href^="/sign-up"]').last().attr('href') ?? ''
  const form = await visitor.get(signUp)
  await visitor.post('/sign-up', { 'name': 'Nora', 'email': 'nora@example.com', 'new-password': password, 'next': String(form.$('main [name=next]').val()) })

  const { link } = await lastMailTo(w, 'nora@example.com')
  const page = await visitor.get(link)
  const { location } = await visitor.post('/verify-email', { token: String(page.$('[name=token]').val()), next: String(page.$('main [name=next]').val()) })
  t.equal(location, `${guide}/files`)
  t.equal(await answerSteps(visitor, guide, { files: {} }), `${guide}/check`)
  t.match((await visitor.get(`${guide}/check`)).$('.review').text(), words.title)

  await visitor.post('/sign-out')
  const elsewhere = w.browser()
  await elsewhere.post('/sign-in', { email: 'nora@example.com', password })
  t.equal((await elsewhere.get(`${guide}/check`)).status, 200, 'and from any browser, once it is theirs')
})

t.test('answers that changed after they were read are not sent', async t => {
  const { ada, db } = await world(t)
  const guide = await begin(ada)
  await answerSteps(ada, guide, { about: { about: 'other' } })
  const seen = await findGuide(db, { personId: ada.id, visitor: undefined }, idOf(guide))
  t.ok(seen)
  if (seen === undefined) return
  t.equal(await db.transaction().execute(trx => lockUnchanged(trx, seen)), true)
  await answerSteps(ada, guide, { words })
  t.equal(await db.transaction().execute(trx => lockUnchanged(trx, seen)), false)
})
