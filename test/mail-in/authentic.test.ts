import t from 'tap'
import { isAuthentic } from '../../src/mail-in/authentic.ts'
import type { Trace } from '../../src/mail-in/reading/index.ts'
import { fates, mailWorld, relay, takeAll } from './mailing.ts'

const from = { address: 'ada@Example.com', name: '' }
const pass = 'dmarc=pass (p=none) header.from=example.com'
const results = (value: string) => ({ name: 'authentication-results', value })
const own = (found: string) => results(`${relay}; ${found}`)
const received = { name: 'received', value: 'from somewhere' }
const says = (...trace: Trace) => isAuthentic({ trace, from }, 'MX.acme.example', true)

t.test('what our mail server says of a sender', async t => {
  for (const right of [
    `${relay}; dkim=pass header.d=example.com; dmarc=pass (p=REJECT sp=NONE) header.from=example.com`, `${relay} 1; dmarc = pass action=none header.from=EXAMPLE.com; spf=none`,
    `(he says) ${relay}; ${pass}`, `${relay}; dmarc/1=pass header.from=example.com`,
  ]) t.ok(says(results(right)), right)
  for (const wrong of [
    '', relay, `${relay}; none`, `${relay}; dmarc=passed header.from=example.com`, `${relay}; dmarc=pass`, `${relay}; dmarc=pass header.from=evil.example`, `${relay}; dmarc=pass header.from=example.com.evil.example`,
    `evil.example; ${pass}`, `${relay}.evil.example; ${pass}`, `${relay}; ${pass}; dmarc=fail header.from=example.com`, `${relay}; dmarc/1=fail header.from=example.com; ${pass}`,
    `${relay}; spf=pass (; ${pass}`, `${relay}; x-${pass}`,
    // Exchange Online gives itself no name: anybody could have written it.
    'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=pass header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100',
  ]) t.notOk(says(results(wrong)), wrong)
  t.notOk(isAuthentic({ trace: [own(pass)], from }, undefined, true), 'nobody is believed without the setting')
  t.notOk(isAuthentic({ trace: [own(pass)], from }, relay, false), 'nor over a line that is not ours')
  t.notOk(isAuthentic({ trace: [own(pass)], from: undefined }, relay, true))
})

t.test('what mail servers write over an honest mail', async t => {
  const sent = [received, results(`mx.elsewhere.example; ${pass}`), received]
  t.ok(says(received, received, own(`dkim=pass; spf=pass; ${pass}`), ...sent), 'Gmail: one line, below its own Received')
  t.ok(says(own(pass), own('dkim=pass header.d=example.com'), received, ...sent), 'Postfix: OpenDMARC above OpenDKIM, above its own Received')
  t.ok(says(own('dkim=pass header.d=example.com'), own(pass), received, ...sent), 'the other way round')
  t.ok(says(received, own(pass), own('dkim=pass'), received, ...sent), 'Postfix, handed on to a mailbox')
  t.ok(says(received, received, received, own(pass), received, ...sent), 'Exchange: one line, between its own Received')
  t.ok(says(results('filter.acme.example; x-spam=no'), own(pass), received, ...sent), 'another server of ours above')
})

t.test('what was in the mail before is nobody’s word', async t => {
  const forged = own(pass)
  const without = own('dkim=none; spf=pass smtp.mailfrom=evil.example')
  for (const [why, trace] of Object.entries({
    'our server found that it failed': [own('dmarc=fail header.from=example.com'), received, forged],
    'our server writes above its Received, and asks nothing about DMARC': [without, received, forged],
    'it writes below its Received, right above what was there': [received, without, forged],
    'the same, with a Received that was forged too': [received, without, forged, received],
    'it writes no Received': [without, forged],
    'it found that it failed, and somebody else had it pass': [received, own('dmarc=fail header.from=example.com'), forged],
    'it passed for another': [own('dmarc=pass header.from=evil.example'), forged, received],
    'two of its lines do not agree': [forged, own('dmarc=fail header.from=example.com'), received],
  })) t.notOk(says(...trace), why)
})

t.test('a relay that asks nothing about DMARC, and lets lines pass in its name, lets nobody in', async t => {
  const w = await mailWorld(t)
  const forged = `Authentication-Results: ${relay}; ${pass}`
  const received = `Received: from evil.example by ${relay}; Mon, 2 Nov 2026 10:00:00 +0000`
  const line = `Authentication-Results: ${relay};\r\n\tdkim=none`
  for (const [at, head] of [[line, received, forged], [received, line, forged], [received, line, 'DKIM-Signature: x', forged, received]].entries()) {
    await w.stranger.sendMail({ envelope: { from: 'a@evil.example', to: 'help@acme.example' }, raw: [...head, 'From: ada@example.com', `Subject: ${at}`, '', 'Hello'].join('\r\n') })
  }
  await takeAll(w)
  t.strictSame(await fates(w), ['kept: unproven', 'kept: unproven', 'kept: unproven'])
})
