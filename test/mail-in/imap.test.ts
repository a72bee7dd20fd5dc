import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
// @ts-expect-error: it brings no types
import hoodiecrow from 'hoodiecrow-imap'
import t, { type Test } from 'tap'
import { pollMailbox } from '../../src/mail-in/ways/imap.ts'
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
