import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { asked, send } from '../desk/desk.ts'
import { world } from '../support/world.ts'
import { outboxOf, sendAll } from './office.ts'
import { postOffice, read } from './post-office.ts'

t.test('a mail is kept with what went wrong, and goes out when it can', async t => {
  const w = await world(t)
  const { grace, ada } = w
  const reference = await asked(w)
  const broken: Record<string, string> = {
    'refuses the connection': 'smtp://127.0.0.1:1',
    'says 4xx': (await postOffice(t, { onRcptTo: (_address, _session, done) => done(Object.assign(new Error('4.2.1 try later'), { responseCode: 450 })) })).url,
    'says 5xx': (await postOffice(t, { onData: (stream, _session, done) => void stream.resume().on('end', () => done(Object.assign(new Error('5.7.1 no'), { responseCode: 554 }))) })).url,
    'says nothing': await deaf(t),
  }
  let tries = 0
  for (const [how, url] of Object.entries(broken)) {
    t.equal((await sendAll(w, url, how === 'says nothing' ? 300 : undefined)).length, 1, how)
    const [mail] = await outboxOf(w)
    t.match(mail, { tries: ++tries, sent_at: null }, `one more try where the server ${how}`)
    t.ok(mail?.last_error)
  }
  t.equal((await send(grace, reference, 'replies', { text: 'Still here.' })).status, 303, 'posting does not mind')
  t.match((await ada.get(`/tickets/${reference}`)).body, 'Still here.')

  const office = await postOffice(t)
  await sendAll(w, office.url)
  await sendAll(w, office.url)
  t.equal(office.mails.length, 2, 'each goes out, and once')
  t.match((await outboxOf(w)).map(({ tries, details, last_error }) => ({ tries, details, last_error })), [{ tries: 5, details: {}, last_error: null }, { tries: 1, details: {}, last_error: null }], 'and what was in it is forgotten')
})

t.test('a mail that dies after it was handed over may come twice, as the same mail', async t => {
  const w = await world(t)
  await asked(w)
  const seen: string[] = []
  const dies = async (stream: NodeJS.ReadableStream) => {
    seen.push(await read(stream))
    dying.cut()
  }
  const dying = await postOffice(t, { onData: stream => void dies(stream) })
  t.equal((await sendAll(w, dying.url)).length, 1)
  const office = await postOffice(t)
  await sendAll(w, office.url)

  t.equal(seen.length, 1)
  t.equal(/^Message-ID: (.*)$/im.exec(seen[0] ?? '')?.[1], office.mails[0]?.messageId)
})

t.test('what is rolled back sends nothing', async t => {
  const w = await world(t)
  const reference = await asked(w)
  // The transaction fails at its very end, when all is written.
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'too late'; end $$`.execute(w.db)
  await sql`create constraint trigger too_late after insert on mails deferrable initially deferred for each row execute function refuse()`.execute(w.db)
  const { status } = await send(w.grace, reference, 'replies', { text: 'never' })
  t.equal(status, 500)
  t.equal((await outboxOf(w)).length, 1)
  t.equal((await sql`select id from pgboss.job where name = 'send-mail'`.execute(w.db)).rows.length, 1)
  t.notMatch((await w.ada.get(`/tickets/${reference}`)).body, 'never')
})

t.test('staff see mails that failed often, and nothing when there are none', async t => {
  const w = await world(t)
  await asked(w)
  const notice = async () => (await w.grace.get('/desk')).$('.notice').text().replace(/\s+/g, ' ').trim()
  await w.db.updateTable('mails').set({ tries: 4, last_error: 'too soon' }).execute()
  t.equal(await notice(), '')

  await w.db.updateTable('mails').set({ tries: 5, last_error: 'connect ECONNREFUSED <b>' }).execute()
  t.equal(await notice(), 'One mail could not be sent yet. We keep trying. The last error was: connect ECONNREFUSED <b>')
  await asked(w)
  await w.db.updateTable('mails').set({ tries: 7, last_error: 'late' }).execute()
  t.match(await notice(), /^2 mails could not be sent yet/)

  await w.db.updateTable('mails').set({ sent_at: new Date() }).execute()
  t.equal(await notice(), '')
})

/** Takes the line and never says a word. */
async function deaf(t: Test): Promise<string> {
  const server = createServer(socket => void socket.on('error', () => {}))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}
