import t from 'tap'
import { answer, ask, change } from '../support/tickets.ts'
import { allHeard } from '../support/heard.ts'
import { openStream as open, type Stream } from '../support/stream.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'

t.test('live news', async t => {
  const surroundings = await world(t)
  const { ada, carl, grace, app } = surroundings
  await app.listen({ port: 0, host: '127.0.0.1' })
  const reference = await ask(ada)
  const carls = await ask(carl)
  await allHeard(surroundings)
  const ticket = await open(surroundings, ada, `/tickets/${reference}/live`)
  const list = await open(surroundings, ada, '/tickets/live')
  const stranger = await open(surroundings, carl, '/tickets/live')
  const streams = [ticket, list, stranger]
  const heard = (stream: Stream, sentence: string) => until(async () => stream.says().includes(sentence))
  t.teardown(() => streams.forEach(stream => stream.close()))

  await t.test('of a reply reach the ticket and the list', async t => {
    await answer(grace, reference, 'Is it plugged in?')
    t.ok(await heard(ticket, 'New reply from Grace'))
    t.ok(await heard(list, 'New reply from Grace'))
  })

  await t.test('of a change reach them, of a note they do not', async t => {
    await answer(grace, reference, 'She is difficult', 'notes')
    await change(grace, reference, { priority: 'low' })
    for (const stream of [ticket, list]) t.ok(await heard(stream, 'Grace changed this ticket'))
    t.strictSame(ticket.says(), ['New reply from Grace', 'Grace changed this ticket'], 'and each is said once')
    t.strictSame(list.says(), ticket.says())
  })

  await t.test('of what I did myself refresh my other pages without a word', async t => {
    await ada.post(`/tickets/${reference}/replies`, { text: 'Yes', intent: 'send' })
    t.ok(await heard(ticket, ''))
  })

  await t.test('of other tickets stay where they belong', async t => {
    await answer(grace, carls, 'For Carl')
    t.ok(await heard(stranger, 'New reply from Grace'))
    t.equal(stranger.says().length, 1, 'Carl heard of his own ticket and nothing else')
    t.equal(ticket.says().filter(sentence => sentence === 'New reply from Grace').length, 1)
  })

  await t.test('are refused to who may not read the ticket', async t => {
    for (const person of [carl, grace]) {
      const refused = await open(surroundings, person, `/tickets/${reference}/live`)
      t.equal(refused.status, 404)
      refused.close()
    }
  })

  await t.test('are not kept for pages that were closed', async t => {
    for (const stream of streams) stream.close()
    await answer(grace, reference, 'Anybody there?')
    t.equal((await ada.get(`/tickets/${reference}`)).status, 200)
  })
})
