import t from 'tap'
import { allHeard } from '../support/heard.ts'
import { openStream } from '../support/stream.ts'
import { answer } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'
import { joined, participantOf } from './taking-part.ts'

t.test('live news of a ticket that is shared', async t => {
  const w = await world(t)
  const { ada, carl, grace, app } = w
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { reference } = await joined(w, carl)
  await allHeard(w)
  const streams = await Promise.all([`/tickets/${reference}/live`, '/tickets/live'].map(path => openStream(w, carl, path)))
  t.teardown(() => streams.forEach(stream => stream.close()))

  await t.test('reach who takes part, on the ticket and on the list', async t => {
    await answer(grace, reference, 'Is it plugged in?')
    for (const stream of streams) t.ok(await until(() => stream.says().includes('New reply from Grace')))
    await ada.post(`/tickets/${reference}/replies`, { text: 'Yes', intent: 'send' })
    for (const stream of streams) t.ok(await until(() => stream.says().includes('New reply from Ada')))
  })

  await t.test('of notes do not', async t => {
    await answer(grace, reference, 'They are difficult', 'notes')
    await allHeard(w)
    for (const stream of streams) t.notMatch(stream.says().join(), /note/)
  })

  await t.test('end at once for who was taken off it', async t => {
    await ada.post(`/tickets/${reference}/participants/${await participantOf(w, reference)}/removal`)
    for (const stream of streams) t.ok(await until(() => stream.ended()))
    const [again, list] = await Promise.all([`/tickets/${reference}/live`, '/tickets/live'].map(path => openStream(w, carl, path)))
    t.equal(again?.status, 404)
    t.equal(list?.status, 200)
    await answer(grace, reference, 'Anybody there?')
    await allHeard(w)
    t.strictSame(list?.says(), [])
    for (const stream of [again, list]) stream?.close()
  })
})
