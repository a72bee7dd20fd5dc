import { createHmac, randomUUID } from 'node:crypto'
import t from 'tap'
import { bounceAddresses } from '../../src/notifications/index.ts'
import { fates, mail, mailWorld, support, takeAll, ticketOf, type MailWorld } from './mailing.ts'

interface Said { to?: string; recipient?: string; status?: string; action?: string; about?: string; returnPath?: string }

/** What a mail server reports of a mail of ours (RFC 3464), with the words of whoever likes. */
const report = ({ to = support, recipient = 'rfc822; Ada@example.com', status = '5.1.1', action = 'failed', about = '<x@elsewhere.example>', returnPath }: Said) => [
  'From: MAILER-DAEMON@mx.example.com', `To: ${to}`, 'Subject: Undelivered Mail', `Message-ID: <${randomUUID()}@mx.example.com>`, 'Auto-Submitted: auto-replied',
  'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"', '',
  '--r', 'Content-Type: text/plain', '', 'Call 555-0100 to get your account back.',
  '--r', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', '',
  'Final-Recipient: rfc822; carl@example.com', 'Action: failed', 'Status: 5.1.1', '',
  `Final-Recipient: ${recipient}`, `Action: ${action}`, `Status: ${status}`, 'Diagnostic-Code: smtp; 550 5.1.1 Call 555-0100', ' to get your account back',
  '--r', 'Content-Type: text/rfc822-headers', '', ...returnPath === undefined ? [] : [`Return-Path: <${returnPath}>`], 'From: help@acme.example', `Message-ID: ${about}`, '', '--r--', '',
].join('\r\n')

/** Ada's first mail, and the address that it was sent under. */
async function mailed(w: MailWorld) {
  const { ticketId, address } = await ticketOf(w, w.ada)
  const { id } = await w.db.selectFrom('mails').select('id').where('profile_id', '=', w.ada.id).executeTakeFirstOrThrow()
  return { id, ticketId, address, bounceTo: bounceAddresses(w.config, w.needs.secret).of(id) ?? '' }
}

const refusalOf = ({ db, ada }: MailWorld) => db.selectFrom('profiles').select(['mail_refused_at', 'mail_refusal']).where('id', '=', ada.id).executeTakeFirstOrThrow()

async function arrive(w: MailWorld, to: string, said: Said): Promise<void> {
  await w.stranger.sendMail({ envelope: { from: '', to }, raw: report({ to, ...said }) })
  await takeAll(w)
}

t.test('an address that a mail server refuses for good is marked, in our words', async t => {
  const w = await mailWorld(t)
  const { bounceTo } = await mailed(w)
  await arrive(w, bounceTo, {})
  t.match(await refusalOf(w), { mail_refused_at: Date, mail_refusal: '5.1.1' })
  t.equal((await fates(w)).at(-1), 'ignored: bounce')
  for (const page of ['/account/profile', '/account/communication']) {
    const notice = (await w.ada.get(page)).$('section[aria-labelledby=mail-refused]').text()
    t.match(notice, /could not be delivered to your address[^]*5\.1\.1/, page)
    t.notMatch(notice, /555-0100/, 'and nothing of the report')
  }
})

t.test('nobody marks an address who has not got the secret of a mail to it', async t => {
  const w = await mailWorld(t)
  const { id, ticketId, address, bounceTo } = await mailed(w)
  await ticketOf(w, w.carl)
  const carls = await w.db.selectFrom('mails').select('id').where('profile_id', '=', w.carl.id).executeTakeFirstOrThrow()
  const ofCarl = bounceAddresses(w.config, w.needs.secret).of(carls.id) ?? ''
  const elsewhere = bounceAddresses(w.config, 'x'.repeat(32)).of(id) ?? ''
  const forged: [string, string, Said][] = [
    ['it names our mail', support, { about: `<${id}@support.test>` }],
    ['it names our mail at the address to answer at', address, { about: `<${id}@support.test>` }],
    ['it names the ticket', support, { about: `<ticket.${ticketId}@support.test>` }],
    ['its address is signed with another secret', elsewhere, { about: `<${id}@support.test>` }],
    ['it came to the address of a mail to somebody else', ofCarl, { about: `<${id}@support.test>` }],
    ['only its head names the address', support, { to: bounceTo, returnPath: bounceTo }],
    ['the mail is no more', bounceAddresses(w.config, w.needs.secret).of(randomUUID()) ?? '', {}],
  ]
  for (const [why, to, said] of forged) {
    await arrive(w, to, said)
    t.match(await refusalOf(w), { mail_refused_at: null, mail_refusal: null }, why)
  }
})

t.test('a report that says nothing of the address marks nothing', async t => {
  const w = await mailWorld(t)
  const { bounceTo } = await mailed(w)
  const others: Record<string, Said> = {
    'it is tried again': { status: '4.2.2', action: 'delayed' },
    'it failed for now': { status: '4.2.2' },
    'it was delivered': { action: 'delivered' },
    'it is held against us': { status: '5.7.1' },
    'it is held against the mail': { status: '5.3.4' },
    'it is about the sender': { status: '5.1.8' },
    'it says no code': { status: 'gone' },
    'it is about somebody else': { recipient: 'rfc822; eve@example.com' },
    'it names nobody': { recipient: 'x-local; 42' },
  }
  for (const [why, said] of Object.entries(others)) {
    await arrive(w, bounceTo, said)
    t.equal((await refusalOf(w)).mail_refused_at, null, why)
  }
  await arrive(w, bounceTo, { recipient: 'RFC822;<ADA@EXAMPLE.COM>', status: '5.2.1 (mailbox is disabled)', action: 'Failed (for good)' })
  t.match(await refusalOf(w), { mail_refusal: '5.2.1' }, 'however it is written')

  await w.db.updateTable('profiles').set({ email: 'ada@new.example' }).where('id', '=', w.ada.id).execute()
  await arrive(w, bounceTo, {})
  t.equal((await refusalOf(w)).mail_refused_at, null, 'nor where the address is not theirs any more')
})

t.test('where the way in knows no recipient, the mail tells to which address it came', async t => {
  const key = 'k'.repeat(32)
  const w = await mailWorld(t, { MAIL_IN_SECRET: key })
  const { bounceTo } = await mailed(w)
  const post = async (raw: string) => {
    const at = Math.floor(Date.now() / 1_000)
    const signature = `t=${at},v1=${createHmac('sha256', key).update(`${at}.`).update(raw).digest('hex')}`
    t.equal((await w.app.inject({ method: 'POST', url: '/mail-in', payload: raw, headers: { 'content-type': 'message/rfc822', 'x-signature': signature } })).statusCode, 202)
    await takeAll(w)
    const { mail_refusal } = await refusalOf(w)
    await w.db.updateTable('profiles').set({ mail_refused_at: null, mail_refusal: null }).execute()
    return mail_refusal
  }
  t.equal(await post(report({ to: bounceTo })), '5.1.1')
  t.equal(await post(`Delivered-To: ${bounceTo}\r\n${report({})}`), '5.1.1')
  t.equal(await post(`X-Original-To: ${bounceTo}\r\n${report({})}`), '5.1.1')
  t.equal(await post(report({ returnPath: bounceTo })), '5.1.1', 'or what was sent back of ours')
  t.equal(await post(report({})), null)
})

t.test('what is no report does nothing at such an address but what it does at ours', async t => {
  const w = await mailWorld(t)
  const { bounceTo } = await mailed(w)
  await mail(w, { from: w.ada.email, to: bounceTo, headers: { 'Auto-Submitted': 'auto-replied' } })
  await mail(w, { from: w.ada.email, to: bounceTo, headers: { 'Authentication-Results': 'mx.acme.example; dmarc=pass header.from=example.com' }, text: 'Written there by hand.' })
  t.strictSame(await fates(w), ['ignored: automatic', 'taken'])
  t.match(await w.db.selectFrom('tickets').select(['customer_id', 'description']).orderBy('reference', 'desc').executeTakeFirst(), { customer_id: w.ada.id, description: 'Written there by hand.' })
})
