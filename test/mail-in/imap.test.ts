import { getEventListeners, once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo, Server } from 'node:net'
// @ts-expect-error: it brings no types
import hoodiecrow from 'hoodiecrow-imap'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { connectPostgres } from '../../src/db/connect.ts'
import { pollMailbox } from '../../src/mail-in/ways/imap.ts'
import { emptyMailbox } from '../../src/mail-in/ways/mailbox.ts'
import { until } from '../support/until.ts'
import { fates, mailWorld, repliesTo, takeAll, ticketOf, type MailWorld } from './mailing.ts'

interface Message { raw: string; flags?: string[] }
interface Peer { server: Server; listen(port: number): void; close(): void; getMailbox(path: string): { messages: Message[] } }

/** A real mailbox with these mails in it. */
async function mailbox(t: Test, messages: Message[], port = 0): Promise<{ peer: Peer; url: string }> {
  const peer = (hoodiecrow as (options: object) => Peer)({ plugins: ['ID', 'IDLE', 'UNSELECT', 'LITERALPLUS'], storage: { 'INBOX': {}, '': { folders: { Support: { messages } } } } })
  peer.listen(port)
  await once(peer.server, 'listening')
  t.teardown(() => peer.close())
  return { peer, url: `imap://testuser:testpass@127.0.0.1:${(peer.server.address() as AddressInfo).port}/Support` }
}

const pace = { usual: 50, longest: 100 }
const unread = ({ peer }: { peer: Peer }) => peer.getMailbox('Support').messages.filter(({ flags = [] }) => !flags.includes('\\Seen')).length
const poll = (t: Test, w: MailWorld, url: string) => {
  const stop = pollMailbox(w.needs, url, sentence => w.logged.push(sentence), pace)
  t.teardown(stop)
  return stop
}

t.test('unread mail of a mailbox is taken, and marked only when it is safe', async t => {
  const w = await mailWorld(t)
  const { reference, address } = await ticketOf(w, w.ada)
  const raw = (id: number) => `From: ada@example.com\r\nTo: ${address}\r\nMessage-ID: <i${id}@example.com>\r\n\r\nFrom the mailbox ${id}.`
  const box = await mailbox(t, [{ raw: raw(1) }, { raw: raw(2), flags: ['\\Seen'] }, { raw: raw(3) }])
  const keep = w.needs.storage.keep.bind(w.needs.storage)
  w.needs.storage.keep = () => Promise.reject(new Error('disk full'))
  const stop = poll(t, w, box.url)
  await until(async () => w.logged.some(line => line.includes('disk full')))
  t.equal(unread(box), 2, 'what is not safe with us stays unread')

  w.needs.storage.keep = keep
  await until(async () => unread(box) === 0)
  await stop()
  await takeAll(w)
  t.strictSame((await repliesTo(w, reference)).map(({ text }) => text).sort(), ['From the mailbox 1.', 'From the mailbox 3.'], 'what a person read first is left to them')
})

t.test('of a mail that is too large its beginning is kept, and its sender told', async t => {
  const w = await mailWorld(t, { MAIL_IN_MEGABYTES: '1' })
  const box = await mailbox(t, [{ raw: `From: eve@new.example\r\nTo: help@acme.example\r\nSubject: Huge\r\n\r\n${'x'.repeat(1_100_000)}` }])
  const stop = poll(t, w, box.url)
  await until(async () => unread(box) === 0)
  await stop()
  await takeAll(w)
  t.strictSame(await fates(w), ['kept: too-large'])
  t.match(await w.db.selectFrom('mails').select(['kind', 'address']).execute(), [{ kind: 'mail-kept', address: 'eve@new.example' }])
})

t.test('a machine is not told that its mail is too large', async t => {
  const w = await mailWorld(t, { MAIL_IN_MEGABYTES: '1' })
  const box = await mailbox(t, [{ raw: `Return-Path: <>\r\nFrom: MAILER-DAEMON@new.example\r\nTo: help@acme.example\r\n\r\n${'x'.repeat(1_100_000)}` }])
  const stop = poll(t, w, box.url)
  await until(async () => unread(box) === 0)
  await stop()
  await takeAll(w)
  t.strictSame(await fates(w), ['ignored: automatic'])
  t.strictSame(await w.db.selectFrom('mails').select('kind').execute(), [])
})

t.test('one mail that cannot be taken does not stand in the way of the others', async t => {
  const w = await mailWorld(t)
  const raw = (id: number) => `From: ada@example.com\r\nTo: help@acme.example\r\nMessage-ID: <i${id}@example.com>\r\n\r\nMail ${id}.`
  const box = await mailbox(t, [{ raw: raw(1) }, { raw: raw(2) }, { raw: raw(3) }])
  const receive = w.needs.storage.receive.bind(w.needs.storage)
  let count = 0
  w.needs.storage.receive = stream => count++ === 0 ? Promise.reject(new Error('odd')) : receive(stream)
  const stop = pollMailbox(w.needs, box.url, sentence => w.logged.push(sentence), { usual: 600_000, longest: 600_000 })
  t.teardown(stop)
  await until(async () => unread(box) === 1)
  t.equal((await fates(w)).length, 2)
  t.match(w.logged.join(), 'cannot be taken: odd')
})

t.test('many mails that cannot be taken do not keep a new one out, nor slow it down', async t => {
  const w = await mailWorld(t)
  const raw = (id: string) => `From: ada@example.com\r\nTo: help@acme.example\r\nMessage-ID: <${id}@example.com>\r\n\r\nMail ${id}.`
  const box = await mailbox(t, [...Array.from({ length: 55 }, (_, id) => ({ raw: raw(`odd${id}`) })), { raw: raw('new') }])
  const receive = w.needs.storage.receive.bind(w.needs.storage)
  w.needs.storage.receive = async stream => {
    const received = await receive(stream)
    if (!(await readFile(received.path, 'utf8')).includes('<odd')) return received
    await w.needs.storage.discard(received)
    throw new Error('odd')
  }
  const stop = poll(t, w, box.url)
  await until(async () => unread(box) === 55)
  await stop()
  t.strictSame(await fates(w), ['waiting'])
})

t.test('a lock that cannot be given back goes with its connection', async t => {
  const w = await mailWorld(t)
  if (w.databaseUrl === undefined) return t.pass('the embedded database has one process')
  // Here giving back fails, as it does where the line is cut or the server in need.
  await sql`create schema shadow`.execute(w.db)
  await sql`create function shadow.pg_advisory_unlock(bigint) returns boolean language plpgsql as $$ begin raise exception 'not now'; end $$`.execute(w.db)
  const connection = connectPostgres(`${w.databaseUrl}?options=${encodeURIComponent('-c search_path=shadow,pg_catalog,public')}`, 2)
  t.teardown(connection.close)
  // Nor does the connection go for having been idle.
  connection.pool.options.idleTimeoutMillis = 0
  const box = await mailbox(t, [{ raw: 'From: ada@example.com\r\nTo: help@acme.example\r\n\r\nHello.' }])
  const stop = pollMailbox({ ...w.needs, connection }, box.url, sentence => w.logged.push(sentence), pace)
  await until(async () => (await fates(w)).length === 1)
  await stop()
  await until(async () => (await sql`select from pg_locks where locktype = 'advisory' and objid = 4621021 and database = (select oid from pg_database where datname = current_database())`.execute(w.db)).rows.length === 0)
  t.pass('and the next process can look')
})

t.test('looking leaves nothing behind, however often', async t => {
  const w = await mailWorld(t)
  const { url } = await mailbox(t, [])
  const { signal } = new AbortController()
  for (const look of [1, 2]) {
    await emptyMailbox(w.needs, url, signal, { log: () => {}, pace, failed: new Map() })
    t.strictSame(getEventListeners(signal, 'abort'), [], `look ${look}`)
  }
})

t.test('a mailbox that is away is asked again', async t => {
  const w = await mailWorld(t)
  const gone = await mailbox(t, [])
  const { port } = gone.peer.server.address() as AddressInfo
  gone.peer.close()
  const stop = poll(t, w, gone.url)
  await until(async () => w.logged.some(line => line.includes('cannot be read')))
  t.notMatch(w.logged.join(), 'testpass', 'and no password is written down')
  const box = await mailbox(t, [{ raw: 'From: eve@new.example\r\nTo: help@acme.example\r\n\r\nHello' }], port)
  await until(async () => unread(box) === 0)
  await stop()
  t.strictSame(await fates(w), ['waiting'])
})
