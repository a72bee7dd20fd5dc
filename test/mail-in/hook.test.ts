import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import t from 'tap'
import { until } from '../support/until.ts'
import { filesOnDisk } from '../support/tickets.ts'
import { fates, mailWorld, relay, repliesTo, takeAll, ticketOf, type MailWorld } from './mailing.ts'

const key = 'k'.repeat(32)
const now = () => Math.floor(Date.now() / 1_000)
const sign = (payload: string, at: number | string = now(), secret = key) => `t=${at},v1=${createHmac('sha256', secret).update(`${at}.`).update(payload).digest('hex')}`

function post({ app }: MailWorld, payload: string, signature: string | undefined, headers: Record<string, string> = {}) {
  return app.inject({ method: 'POST', url: '/mail-in', payload, headers: { 'content-type': 'message/rfc822', ...(signature !== undefined && { 'x-signature': signature }), ...headers } })
}

t.test('a mail provider hands mails on, signed', async t => {
  const w = await mailWorld(t, { MAIL_IN_SECRET: key })
  const { reference, address } = await ticketOf(w, w.ada)
  const raw = `From: ada@example.com\r\nTo: Somebody <x@example.com>\r\nCc: <${address}>\r\nMessage-ID: <h1@example.com>\r\n\r\nBy the hook.`
  const wrong = {
    'no signature': undefined,
    'nonsense': 'nonsense',
    'another secret': sign(raw, now(), 'x'.repeat(32)),
    'another mail': sign(`${raw}!`),
    'another time': `t=${now()},${sign(raw, now() - 10).split(',')[1]}`,
    'too old': sign(raw, now() - 301),
    'from the future': sign(raw, now() + 320),
    'no number': sign(raw, 'soon'),
    'no signature part': `t=${now()}`,
  }
  for (const [why, signature] of Object.entries(wrong)) t.equal((await post(w, raw, signature)).statusCode, 401, why)
  t.strictSame(await fates(w), [])
  t.strictSame(await filesOnDisk(w.dataDir), [], 'and nothing of them is kept')

  const signature = sign(raw)
  for (const type of ['message/rfc822', 'application/octet-stream', 'text/plain', 'application/x-www-form-urlencoded']) t.equal((await post(w, raw, signature, { 'content-type': type })).statusCode, 202, type)
  await takeAll(w)
  t.match(await repliesTo(w, reference), [{ text: 'By the hook.' }], 'what is sent again within the five minutes acts once')
})

t.test('what a mail provider knows of the sender is believed', async t => {
  const w = await mailWorld(t, { MAIL_IN_SECRET: key })
  const raw = `Authentication-Results: ${relay}; dmarc=pass header.from=example.com\r\nFrom: ada@example.com\r\nTo: help@acme.example\r\nSubject: Hello\r\n\r\nHello`
  t.equal((await post(w, raw, sign(raw))).statusCode, 202)
  await takeAll(w)
  t.strictSame(await fates(w), ['taken'])
})

t.test('a mail that is too large is refused', async t => {
  const w = await mailWorld(t, { MAIL_IN_SECRET: key, MAIL_IN_MEGABYTES: '1' })
  const raw = `From: a@x.example\r\n\r\n${'x'.repeat(1_100_000)}`
  t.equal((await post(w, raw, sign(raw))).statusCode, 413)
  t.strictSame([...await fates(w), ...await filesOnDisk(w.dataDir)], [])
})

t.test('a mail that breaks off, or never ends, leaves nothing behind', async t => {
  const w = await mailWorld(t, { MAIL_IN_SECRET: key, MAIL_IN_MEGABYTES: '1' })
  const url = await w.app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { 'content-type': 'message/rfc822', 'x-signature': sign('x') }
  const cut = request(`${url}/mail-in`, { method: 'POST', headers: { ...headers, 'content-length': '500000' } }).on('error', () => {})
  cut.write('From: a@x.example\r\n')
  await until(async () => (await filesOnDisk(w.dataDir)).length === 1)
  cut.destroy()
  await until(async () => (await filesOnDisk(w.dataDir)).length === 0)

  const endless = request(`${url}/mail-in`, { method: 'POST', headers }).on('error', () => {})
  const more = setInterval(() => endless.write('x'.repeat(100_000)), 5)
  t.teardown(() => clearInterval(more))
  await new Promise(resolve => { endless.once('close', resolve) })
  await until(async () => (await filesOnDisk(w.dataDir)).length === 0)
  t.strictSame(await fates(w), [])
})

t.test('without its secret there is no hook', async t => {
  const w = await mailWorld(t)
  t.equal((await post(w, 'x', sign('x'))).statusCode, 404)
})
