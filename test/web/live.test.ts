import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { openLive } from '../../src/web/live.ts'
import { asked, send } from '../desk/desk.ts'
import { allHeard } from '../support/heard.ts'
import { until } from '../support/until.ts'
import type { Client } from '../support/client.ts'
import { password, world, type World } from '../support/world.ts'

t.test('an open page hears what others do, and nothing of what is not for it', async t => {
  const w = await world(t)
  const { ada, carl, grace, mona } = w
  const reference = await asked(w)
  await allHeard(w)
  const [hers, list, carls, desk, queue] = [await listen(w, ada, `/tickets/${reference}/live`), await listen(w, ada, '/tickets/live'), await listen(w, carl, '/tickets/live'), await listen(w, mona, `/desk/tickets/${reference}/live`), await listen(w, mona, '/desk/live')]
  t.equal((await listen(w, carl, `/tickets/${reference}/live`)).status, 404)

  await send(grace, reference, 'notes', { text: 'Between us.' })
  await send(grace, reference, 'replies', { text: 'Water?' })
  await ada.post(`/tickets/${reference}/replies`, { text: 'It helped.' })
  for (const stream of [desk, queue]) await until(() => stream.sentences().length === 3)
  for (const stream of [hers, list]) await until(() => stream.sentences().length === 2)

  t.strictSame(desk.sentences(), ['Grace added a note', 'New reply from Grace', 'New reply from Ada'])
  t.strictSame(queue.sentences(), desk.sentences())
  t.strictSame(hers.sentences(), ['New reply from Grace', ''], 'her own reply refreshes her page and is not spoken')
  t.strictSame(list.sentences(), hers.sentences())
  t.strictSame(carls.sentences(), [], 'Carl hears nothing')
})

t.test('what anybody else notifies is passed over', async t => {
  const w = await world(t)
  const reference = await asked(w)
  await allHeard(w)
  const stream = await listen(w, w.grace, '/desk/live')
  for (const payload of ['', '{', 'null', '[]', '42', '"x"', '{"ticketId":1}', 'x'.repeat(7_999)]) await sql`select pg_notify('ticket_changes', ${payload})`.execute(w.db)
  await send(w.mona, reference, 'replies', { text: 'Still here.' })
  await until(() => stream.sentences().length > 0)
  t.strictSame(stream.sentences(), ['New reply from Mona'])
})

t.test('the longest name goes through', async t => {
  const w = await world(t)
  const name = '\u0001😀'.repeat(100)
  await w.db.updateTable('profiles').set({ full_name: name }).where('id', '=', w.mona.id).execute()
  const reference = await asked(w)
  await allHeard(w)
  const stream = await listen(w, w.grace, '/desk/live')
  t.equal((await send(w.mona, reference, 'replies', { text: 'Hello' })).status, 303)
  await until(() => stream.sentences().length > 0)
  t.strictSame(stream.sentences(), [`New reply from ${name}`])
})

t.test('nobody keeps more than twenty streams: the oldest is sent away for a while', async t => {
  const w = await world(t)
  const streams: Stream[] = []
  for (let count = 0; count < 22; count++) streams.push(await listen(w, w.ada, '/tickets/live'))
  const other = await listen(w, w.carl, '/tickets/live')
  await until(() => streams.filter(({ ended }) => ended()).length === 2)

  t.strictSame(streams.map(({ ended }) => ended()), [true, true, ...Array<boolean>(20).fill(false)])
  t.match(streams[0]?.text(), /retry: 60000\nevent: away\n/)
  t.notOk(other.ended(), 'another person is not touched')
})

t.test('a stream ends with the session that opened it, and no other does', async t => {
  const w = await world(t)
  const elsewhere = w.browser()
  await elsewhere.post('/sign-in', { email: w.ada.email, password })
  const [here, there] = [await listen(w, w.ada, '/tickets/live'), await listen(w, elsewhere, '/tickets/live')]
  await elsewhere.post('/sign-out')
  t.ok(await until(there.ended))
  t.notOk(here.ended(), 'signed out in one browser')

  await elsewhere.post('/sign-in', { email: w.ada.email, password })
  const again = await listen(w, elsewhere, '/tickets/live')
  await elsewhere.post('/account/security', { password, 'new-password': 'another horse battery' })
  t.ok(await until(here.ended))
  t.notOk(again.ended(), 'changed the password in the other')
})

t.test('streams that end leave nothing behind', async t => {
  const w = await world(t)
  const count = countedLive(w)
  const streams = [await listen(w, w.ada, '/tickets/live'), await listen(w, w.ada, '/tickets/live')]
  t.equal(count(), 2)
  for (const { leave } of streams) leave()
  await until(() => count() === 0)
  t.equal(count(), 0)
})

t.test('a browser that does not read is dropped before it fills our memory', async t => {
  const w = await world(t)
  const { services: { live } } = w
  let deliver: (payload: string) => void = () => {}
  Object.assign(live, await openLive({ listen: async (channel, heard) => {
    if (channel === 'ticket_changes') deliver = heard
    return async () => {}
  } }))
  const count = countedLive(w)
  const stream = await listen(w, w.grace, '/desk/live', { reads: false })
  const change = JSON.stringify({ ticketId: 'x', customerId: 'x', actorId: 'x', actorName: 'n'.repeat(7_000), kind: 'replied' })
  for (let sent = 0; sent < 5_000 && count() > 0; sent++) {
    deliver(change)
    if (sent % 50 === 0) await sleep(1)
  }
  t.ok(await until(() => count() === 0))
  stream.leave()
})

t.test('who stops tells the streams to come back, and takes no new ones', async t => {
  const w = await world(t)
  const stream = await listen(w, w.ada, '/tickets/live')
  w.services.live.close()
  await until(stream.ended)
  t.match(stream.text(), /retry: 2000\nevent: away\ndata: \{\}\n\n$/)

  const late = await listen(w, w.ada, '/tickets/live')
  await until(late.ended)
  t.match(late.text(), /event: away/)
})

/** How many streams listen at the moment. */
function countedLive({ services: { live } }: World): () => number {
  const { subscribe } = live
  let count = 0
  live.subscribe = heard => {
    const forget = subscribe(heard)
    count += 1
    return () => {
      count -= 1
      forget()
    }
  }
  return () => count
}

interface Stream { status: number | undefined; text(): string; sentences(): string[]; ended(): boolean; leave(): void }

async function listen({ app }: World, { cookies }: Pick<Client, 'cookies'>, path: string, { reads = true } = {}): Promise<Stream> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const headers = { cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ') }
  const request = get({ port, host: '127.0.0.1', path, headers, agent: false })
  const response = await new Promise<IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject))
  let [text, ended] = ['', false]
  request.on('error', () => {})
  response.on('error', () => {}).on('close', () => { ended = true })
  if (reads) response.setEncoding('utf8').on('data', (part: string) => { text += part })
  return {
    status: response.statusCode,
    text: () => text,
    sentences: () => [...text.matchAll(/^event: change\ndata: (.*)$/gm)].map(([, data = '']) => (JSON.parse(data) as { sentence: string }).sentence),
    ended: () => ended,
    leave: () => request.destroy(),
  }
}
