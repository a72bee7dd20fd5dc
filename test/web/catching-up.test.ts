import { sql } from 'kysely'
import t from 'tap'
import { openLive, publishTold } from '../../src/web/live.ts'
import { allHeard } from '../support/heard.ts'
import { openStream } from '../support/stream.ts'
import { answer, ask } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world, type Someone, type World } from '../support/world.ts'

/** Where the page listens for news. */
async function streamOf(person: Someone, page: string): Promise<string> {
  return String((await person.get(page)).$('[data-live]').attr('data-live'))
}

/** What a stream says by itself when it opens, and where it stands then. */
async function opened(w: World, person: Someone, path: string, mark?: string): Promise<{ says: string[]; mark: string }> {
  const stream = await openStream(w, person, path, mark)
  const end = await wordless(w, person)
  await until(() => stream.mark() === end)
  stream.close()
  return { says: stream.says().slice(0, -1), mark: end }
}

/** Tells them something without a sentence; whatever was told before it has arrived when this has. */
async function wordless({ db }: World, { id }: Someone): Promise<string> {
  return db.transaction().execute(async trx => {
    await publishTold(trx, [id])
    const { rows: [row] } = await sql<{ mark: string }>`select pg_current_xact_id()::text as mark`.execute(trx)
    return row?.mark ?? ''
  })
}

t.test('what happens between a page and its stream', async t => {
  const w = await world(t)
  const { ada, carl, grace, app } = w
  await app.listen({ port: 0, host: '127.0.0.1' })
  const reference = await ask(ada)
  await ask(carl)
  await allHeard(w)
  const pages = [`/tickets/${reference}`, '/tickets']

  await t.test('is told when that opens, the last of it in words', async t => {
    const paths = await Promise.all(pages.map(page => streamOf(ada, page)))
    await ada.post(`/tickets/${reference}/replies`, { text: 'Hello?', intent: 'send' })
    await answer(grace, reference, 'Is it plugged in?')
    await ada.post(`/tickets/${reference}/replies`, { text: 'Yes', intent: 'send' })
    await allHeard(w)
    for (const path of paths) t.strictSame((await opened(w, ada, path)).says, ['New reply from Grace'], path)
  })

  await t.test('is told without words where it was one’s own, and to the list of notifications', async t => {
    const path = await streamOf(ada, pages[0] ?? '')
    await ada.post(`/tickets/${reference}/replies`, { text: 'Still here', intent: 'send' })
    await allHeard(w)
    t.strictSame((await opened(w, ada, path)).says, [''])

    const bell = await streamOf(ada, '/notifications')
    await answer(grace, reference, 'Good.')
    await allHeard(w)
    t.strictSame((await opened(w, ada, bell)).says, [''])
  })

  await t.test('reaches staff at the desk', async t => {
    const paths = await Promise.all([`/desk/tickets/${reference}`, '/desk'].map(page => streamOf(grace, page)))
    await ada.post(`/tickets/${reference}/replies`, { text: 'At last', intent: 'send' })
    await allHeard(w)
    for (const path of paths) t.strictSame((await opened(w, grace, path)).says, ['New reply from Ada'], path)
  })

  await t.test('is nothing where nothing happened, or what happened is another’s', async t => {
    const [quiet, carls] = [await streamOf(ada, '/tickets'), await streamOf(carl, '/tickets')]
    t.strictSame((await opened(w, ada, quiet)).says, [])
    await answer(grace, reference, 'For Ada')
    await allHeard(w)
    t.strictSame((await opened(w, carl, carls)).says, [])
  })

  await t.test('may be too long ago to say: then the page looks again, once', async t => {
    const { says, mark } = await opened(w, ada, '/tickets/live?seen=long-ago')
    t.strictSame(says, [''])
    t.strictSame((await opened(w, ada, '/tickets/live?seen=long-ago', mark)).says, [])
  })
})

t.test('what happens while the line is lost is told on its return', async t => {
  const w = await world(t)
  const { ada, grace, app } = w
  await app.listen({ port: 0, host: '127.0.0.1' })
  const reference = await ask(ada)
  await allHeard(w)
  const path = await streamOf(ada, `/tickets/${reference}`)
  await answer(grace, reference, 'Is it plugged in?')
  await allHeard(w)
  const { says, mark } = await opened(w, ada, path)
  t.strictSame(says, ['New reply from Grace'])
  const { says: again, mark: later } = await opened(w, ada, path, mark)
  t.strictSame(again, [], 'the browser says where it was, and hears nothing twice')

  await answer(w.mona, reference, 'While you were away')
  await allHeard(w)
  t.strictSame((await opened(w, ada, path, later)).says, ['New reply from Mona'])
})

t.test('a process that lost the database’s line has its pages look again', async t => {
  let [deliver, lose] = [(_payload: string) => {}, () => {}]
  const live = await openLive({ listen: async (channel, heard, missed = () => {}) => {
    if (channel === 'ticket_changes') [deliver, lose] = [heard, missed]
    return async () => {}
  } })
  const kinds: string[] = []
  live.subscribe(({ kind }) => kinds.push(kind))
  const start = live.mark()
  const change = (name: string) => JSON.stringify({ ticketId: 'x', customerId: 'x', actorId: 'x', actorName: name, kind: 'replied' })
  deliver(`7 ${change('Grace')}`)
  deliver(`7 ${change('Mona')}`)
  t.strictSame(live.since(start)?.map(({ actorName }) => actorName), ['Grace', 'Mona'])
  t.strictSame(live.since(live.mark()), [])
  t.equal(live.since('6'), undefined, 'another process may know')

  const before = live.mark()
  lose()
  t.equal(live.since(before), undefined)
  t.strictSame(live.since(live.mark()), [])
  t.strictSame(kinds, ['replied', 'replied', 'unheard'])

  const next = live.mark()
  for (let count = 0; count < 501; count++) deliver(`${1_000 + count} ${change('Grace')}`)
  t.equal(live.since(next), undefined, 'only the latest are remembered')
  t.equal(live.since('1001')?.length, 499)
})
