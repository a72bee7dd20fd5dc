import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import t from 'tap'
import { asked, send } from '../desk/desk.ts'
import { swap } from '../support/client.ts'
import { allHeard } from '../support/heard.ts'
import { until } from '../support/until.ts'
import { world, type Someone, type World } from '../support/world.ts'

const bell = async (who: Someone) => (await who.get('/notifications')).$('#bell .badge').text()
const lines = async (who: Someone, url = '/notifications') => {
  const { $ } = await who.get(url)
  return $('.ticket-line').toArray().map(line => ({ says: $(line).find('a').text(), to: $(line).find('a').attr('href'), unread: $(line).is('[data-new]'), id: $(line).attr('id')?.slice(2) ?? '' }))
}

t.test('a first visit says what will be found here', async t => {
  const { ada } = await world(t)
  const { $, status } = await ada.get('/notifications')
  t.equal(status, 200)
  t.match($('.empty').text(), /Nothing yet/)
  t.equal($('#notifications form').length, 0)
})

t.test('what happens on a ticket is listed for whom it concerns, and counted in the header', async t => {
  const w = await world(t)
  const { ada, carl, grace } = w
  const reference = await asked(w)
  t.strictSame(await lines(ada), [], 'nobody is told of what they did themselves')
  await send(grace, reference, 'replies', { text: 'Water?' })
  await send(grace, reference, 'changes', { status: 'resolved', resolution: 'It was wet.' })

  t.match(await lines(ada), [
    { says: 'We think that your ticket “Printer on fire” is resolved', to: `/tickets/${reference}`, unread: true },
    { says: 'Grace answered your ticket “Printer on fire”', to: `/tickets/${reference}`, unread: true },
  ])
  t.equal(await bell(ada), '2 new')
  for (const other of [carl, grace]) t.strictSame(await lines(other), [])
  t.equal((await w.visitor.get('/notifications')).location, '/sign-in?next=%2Fnotifications')
})

t.test('the agent who has a ticket is told of what its customer writes, on the portal', async t => {
  const w = await world(t)
  const reference = await asked(w)
  await send(w.grace, reference, 'assignment')
  await w.ada.post(`/tickets/${reference}/replies`, { text: 'It still burns.' })
  await w.ada.post(`/tickets/${reference}/closure`)
  t.match(await lines(w.grace), [{ says: 'Ada wrote on the ticket “Printer on fire”', to: `/desk/tickets/${reference}` }])
  t.strictSame(await lines(w.mona), [], 'and nobody else at the desk')
  t.strictSame((await w.db.selectFrom('mails').select('profile_id').where('profile_id', '=', w.grace.id).execute()), [])
})

t.test('one is marked read, or all that was seen; nobody else’s ever', async t => {
  const w = await world(t)
  const { ada, carl, grace } = w
  const reference = await asked(w)
  for (const text of ['One', 'Two', 'Three']) await send(grace, reference, 'replies', { text })
  const [first, , last] = await lines(ada)
  const seenAt = (await ada.get('/notifications')).$('[name=until]').val()

  await carl.post('/notifications/reading', { id: first?.id ?? '' })
  await carl.post('/notifications/reading', { id: 'all', until: String(Date.now() + 1_000) })
  t.equal(await bell(ada), '3 new')

  const { status, location } = await ada.post('/notifications/reading', { id: last?.id ?? '' })
  t.equal(status, 303)
  t.equal(location, '/notifications')
  t.equal(await bell(ada), '2 new')
  await ada.post('/notifications/reading', { id: last?.id ?? '' })
  t.equal(await bell(ada), '2 new', 'twice is once')

  await w.db.updateTable('notifications').set({ read_at: null }).where('id', '=', last?.id ?? '').execute()
  await send(grace, reference, 'replies', { text: 'Meanwhile' })
  await w.db.updateTable('notifications').set({ read_at: null }).execute()
  await sql`update notifications set created_at = now() + interval '1 minute' where cause = (select max(cause) from notifications)`.execute(w.db)
  await ada.post('/notifications/reading', { id: 'all', until: String(seenAt) })
  t.equal(await bell(ada), '1 new', 'what came after the list was shown is still new')
  for (const id of ['', 'x', '00000000-0000-4000-8000-000000000000', 'all']) t.equal((await ada.post('/notifications/reading', { id, until: 'x' })).status, 303)
  t.equal(await bell(ada), '1 new')
})

t.test('a time that no list was shown at marks nothing', async t => {
  const w = await world(t)
  await send(w.grace, await asked(w), 'replies', { text: 'Water?' })
  for (const until of ['Infinity', '1e300', '9000000000000000', '-8000000000000000', 'x', '']) {
    t.equal((await w.ada.post('/notifications/reading', { id: 'all', until })).status, 303, until)
    t.equal(await bell(w.ada), '1 new', until)
  }
})

t.test('reading a ticket marks read what was told of it', async t => {
  const w = await world(t)
  const reference = await asked(w)
  const other = await asked(w, { title: 'Another' })
  for (const one of [reference, other]) await send(w.grace, one, 'replies', { text: 'Hello' })
  await w.ada.get(`/tickets/${reference}`)
  await until(async () => await bell(w.ada) === '1 new')
  t.match(await lines(w.ada), [{ says: 'Grace answered your ticket “Another”', unread: true }, { says: 'Grace answered your ticket “Printer on fire”', unread: false }], 'unread ones come first')
})

t.test('five hundred are read page by page, unread first, each once', async t => {
  const w = await world(t)
  await sql`insert into notifications (profile_id, event, kind, details, way, read_at, created_at)
    select ${w.ada.id}, 'reply', 'ticket-replied', jsonb_build_object('author', 'Grace', 'title', 'T' || n), 'portal', case when n % 3 = 0 then null else now() end, now() - make_interval(mins => n / 2)
    from generate_series(1, 500) n`.execute(w.db)
  t.equal(await bell(w.ada), '99+ new')
  const seen: { says: string; unread: boolean }[] = []
  for (let url: string | undefined = '/notifications'; url !== undefined;) {
    const page = await w.ada.get(url)
    const shown = await lines(w.ada, url)
    t.ok(shown.length <= 25)
    seen.push(...shown)
    url = page.$('nav.pages a').toArray().map(link => page.$(link).attr('href')).find(href => href?.includes('after'))
  }
  t.equal(new Set(seen.map(({ says }) => says)).size, 500)
  t.equal(seen.findIndex(({ unread }) => !unread), 166)
  t.notOk(seen.slice(166).some(({ unread }) => unread))
  for (const after of ['x', '1.2.3', '1.99999999999999999.00000000-0000-4000-8000-000000000000', '']) t.equal((await w.ada.get(`/notifications?after=${after}`)).status, 200)
})

t.test('long and hostile words stay words', async t => {
  const w = await world(t)
  const title = '<img src=x onerror=alert(1)>'.padEnd(200, 'ش🔥')
  const reference = await asked(w, { title: title.slice(0, 120) })
  await send(w.grace, reference, 'replies', { text: 'x'.repeat(5_000) })
  const { body } = await w.ada.get('/notifications')
  t.notMatch(body, /<img src=x|x{100}/)
  t.match(body, '&lt;img src=x')
})

t.test('an open page hears of what is new and shows the count without being loaded again', async t => {
  const w = await world(t)
  const { ada, carl, grace, app } = w
  const reference = await asked(w)
  const other = await asked(w, { title: 'Another' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  await allHeard(w)
  const open = async (who: Someone, path: string) => heardOn(w, who, path)
  const [here, list, stranger] = [await open(ada, `/tickets/${other}/live`), await open(ada, '/notifications/live'), await open(carl, '/notifications/live')]
  await send(grace, reference, 'replies', { text: 'Water?' })
  await until(() => here.events.length > 0 && list.events.length > 0)
  t.strictSame(here.events, ['{"sentence":""}'], 'on another ticket’s page, without a word')
  t.strictSame(list.events, ['{"sentence":""}'])
  t.strictSame(stranger.events, [])
  for (const stream of [here, list, stranger]) stream.close()

  const ticket = await ada.get(`/tickets/${other}`, swap('ticket'))
  t.match(ticket.body, /<div hx-swap-oob="innerMorph:#bell"><a href="\/notifications">Notifications <span class="badge">1 new<\/span><\/a>\s*<\/div>/)
  const region = await ada.get('/notifications', swap('notifications'))
  t.equal(region.$('#notifications .ticket-line').length, 1)
  t.equal(region.$('h1').length, 0)
})

async function heardOn({ app }: World, who: Someone, path: string) {
  const { port } = app.server.address() as AddressInfo
  const request = get({ port, path, headers: { cookie: `session=${who.sessionId}` } })
  const [response] = await once(request, 'response') as [IncomingMessage]
  const events: string[] = []
  response.setEncoding('utf8').on('data', (chunk: string) => void events.push(...[...chunk.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data))).on('error', () => {})
  return { events, close: () => request.destroy() }
}
