import { connect } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import t from 'tap'
import { until } from '../support/until.ts'
import { filesOnDisk } from '../support/tickets.ts'
import { sweepFiles } from '../../src/attachments/index.ts'
import { pem } from './certificate.ts'
import { fates, mail, mailWorld, repliesTo, support, takeAll, ticketOf } from './mailing.ts'

t.test('our door takes mail to us, and nothing else', async t => {
  const w = await mailWorld(t, { MAIL_IN_MEGABYTES: '1' })
  const { stranger, port } = w
  const { address } = await ticketOf(w, w.ada)
  for (const to of ['ada@example.com', 'help@other.example', 'helper@acme.example', 'help@acme.example.evil.example']) {
    t.equal(await codeOf(stranger.sendMail({ from: 'a@x.example', to, text: 'x' })), 550, to)
  }
  for (const to of [support, 'HELP@Acme.Example', address, 'help+whatever@acme.example']) t.match((await stranger.sendMail({ from: 'a@x.example', to, text: to })).response, /^250/, to)
  t.equal(await codeOf(stranger.sendMail({ from: 'a@x.example', to: support, text: 'x'.repeat(1_100_000) })), 552, 'too large')
  t.equal((await fates(w)).length, 4)

  const said = await conversation(port, ['EHLO x', 'AUTH PLAIN AGEAYg==', 'MAIL FROM:<a@x.example> SIZE=9999999'])
  t.match(said, /SIZE 1000000/)
  t.match(said, /^552 /m, 'what says that it is too large is refused before it is sent')
  t.match(said, /^500 /m, 'nobody signs in')
  t.notMatch(said, /STARTTLS|AUTH/)
})

t.test('a mail without end ends with its line', async t => {
  const w = await mailWorld(t, { MAIL_IN_MEGABYTES: '1' })
  const line = connect(w.port, '127.0.0.1')
  line.on('error', () => {})
  line.write('EHLO x\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<help@acme.example>\r\nDATA\r\n')
  const chunk = `${'x'.repeat(998)}\r\n`.repeat(100)
  const more = setInterval(() => line.write(chunk), 5)
  t.teardown(() => clearInterval(more))
  await new Promise(resolve => { line.resume().once('close', resolve) })
  t.strictSame([...await fates(w), ...await filesOnDisk(w.dataDir)], [])
  t.match((await w.stranger.sendMail({ from: 'a@x.example', to: support, text: 'x' })).response, /^250/, 'others do not mind')
})

t.test('the same mail twice acts once, whichever way it comes', async t => {
  const w = await mailWorld(t)
  const { reference, address } = await ticketOf(w, w.ada)
  const same = { from: w.ada.email, to: address, messageId: '<one@example.com>', date: new Date('2026-11-02T10:00:00Z'), text: 'Only once.' }
  await mail(w, same)
  await mail(w, { ...same, headers: { 'X-Way': 'another' } })
  await mail(w, { ...same, to: [address, support] })
  t.equal((await repliesTo(w, reference)).length, 1)
  t.strictSame(await fates(w), ['taken'])

  await mail(w, { ...same, date: new Date('2026-11-02T10:05:00Z'), text: 'A scanner names every mail alike.' })
  t.equal((await repliesTo(w, reference)).length, 2, 'another mail of the same name is another mail')
})

t.test('whoever learns the name of a mail cannot put their own in its place', async t => {
  const w = await mailWorld(t)
  const { reference, address } = await ticketOf(w, w.ada)
  const name = { to: address, messageId: '<one@example.com>', date: new Date('2026-11-02T10:00:00Z') }
  await mail(w, { ...name, from: 'mallory@evil.example', headers: { 'Auto-Submitted': 'auto-replied' }, text: 'I was faster.' })
  await mail(w, { ...name, from: w.ada.email, text: 'What Ada says.' })
  t.match(await repliesTo(w, reference), [{ text: 'What Ada says.' }])
})

t.test('two who act on a mail at once do it once', async t => {
  const w = await mailWorld(t)
  const { reference, address } = await ticketOf(w, w.ada)
  await w.stranger.sendMail({ from: w.ada.email, to: address, text: 'Hello', attachments: [{ filename: 'a.txt', content: 'x' }] })
  await Promise.all([takeAll(w), takeAll(w)])
  t.equal((await repliesTo(w, reference)).length, 1)
  t.equal((await w.db.selectFrom('attachments').select('id').execute()).length, 1)
})

t.test('a mail that cannot be kept is not said to be here', async t => {
  const w = await mailWorld(t)
  const keep = w.needs.storage.keep.bind(w.needs.storage)
  w.needs.storage.keep = () => Promise.reject(new Error('disk full'))
  t.equal(await codeOf(w.stranger.sendMail({ from: 'a@x.example', to: support, text: 'x' })), 451)
  t.strictSame(await filesOnDisk(w.dataDir), [])
  w.needs.storage.keep = keep
  t.match((await w.stranger.sendMail({ from: 'a@x.example', to: support, text: 'x' })).response, /^250/)
})

t.test('what could not be acted on now is tried again, and in the end left to staff', async t => {
  const w = await mailWorld(t)
  const { address, reference } = await ticketOf(w, w.ada)
  await w.stranger.sendMail({ from: w.ada.email, to: address, text: 'Patience' })
  const read = w.needs.storage.read.bind(w.needs.storage)
  w.needs.storage.read = () => Promise.reject(new Error('away'))
  for (let tries = 1; tries < 12; tries += 1) await t.rejects(takeAll(w), { message: 'away' })
  t.strictSame(await fates(w), ['waiting'])
  await takeAll(w)
  t.strictSame(await fates(w), ['kept: broken'])
  w.needs.storage.read = read

  const { id } = await w.db.selectFrom('incoming_mails').select('id').executeTakeFirstOrThrow()
  await w.grace.post(`/desk/mails/${id}/delivery`)
  await takeAll(w)
  t.match(await repliesTo(w, reference), [{ text: 'Patience' }])
})

t.test('the bytes of a mail stay as long as it does, and no longer', async t => {
  const w = await mailWorld(t)
  await mail(w, { from: 'eve@new.example' })
  await sweepFiles(w.db, w.services.storage, -1)
  t.equal((await filesOnDisk(w.dataDir)).length, 1)
  await w.db.deleteFrom('incoming_mails').execute()
  await sweepFiles(w.db, w.services.storage, -1)
  t.strictSame(await filesOnDisk(w.dataDir), [])
})

t.test('with a certificate mail comes in encrypted', async t => {
  const path = join(await mkdtemp(join(tmpdir(), 'guichet-tls-')), 'mail.pem')
  await writeFile(path, pem)
  const w = await mailWorld(t, { MAIL_IN_TLS: path })
  const safe = createTransport({ host: '127.0.0.1', port: w.port, requireTLS: true, tls: { rejectUnauthorized: false } })
  t.teardown(() => safe.close())
  t.match((await safe.sendMail({ from: 'a@x.example', to: support, text: 'x' })).response, /^250/)
})

t.test('one network does not hold all lines', async t => {
  const w = await mailWorld(t, { MAIL_IN_RELAYS: '10.0.0.1' })
  const open = await Promise.all(Array.from({ length: 10 }, async () => {
    const line = connect(w.port, '127.0.0.1')
    t.teardown(() => line.destroy())
    return { line, said: String((await once(line, 'data'))[0]) }
  }))
  for (const { said } of open) t.match(said, /^220 /)
  t.match(await conversation(w.port, []), /^421 4\.7\.0 /)
  open[0]?.line.destroy()
  await until(async () => (await conversation(w.port, [])).startsWith('220 '))
})

/** What the server says to a mail. */
const codeOf = (sending: Promise<unknown>) => sending.then(() => 250, ({ responseCode }: { responseCode?: number }) => responseCode)

/** Says line after line, as each is answered. */
async function conversation(port: number, lines: string[]): Promise<string> {
  const line = connect(port, '127.0.0.1').setEncoding('utf8')
  let said = ''
  line.on('data', more => { said += String(more) })
  await once(line, 'data')
  for (const each of lines) {
    line.write(`${each}\r\n`)
    await once(line, 'data')
  }
  line.destroy()
  return said
}
