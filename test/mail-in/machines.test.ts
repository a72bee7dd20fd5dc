import { randomUUID } from 'node:crypto'
import t from 'tap'
import { authentic, fates, letters, mail, mailWorld, repliesTo, takeAll, ticketOf } from './mailing.ts'

t.test('what machines send opens nothing and is never answered', async t => {
  const w = await mailWorld(t)
  const { ada, db } = w
  const { reference, address, ticketId } = await ticketOf(w, ada)
  const sent = await db.selectFrom('mails').select('id').executeTakeFirstOrThrow()
  const machines: Record<string, { headers?: Record<string, string>; from?: string; messageId?: string; envelope?: { from: string; to: string } }> = {
    'an absence note': { headers: { 'Auto-Submitted': 'auto-replied' } },
    'one with more to say': { headers: { 'Auto-Submitted': 'Auto-Generated; owner="x"' } },
    'bulk mail': { headers: { Precedence: 'bulk' } },
    'a mailing list': { headers: { Precedence: 'list', 'List-Id': '<all.example.com>' } },
    'junk': { headers: { Precedence: 'junk' } },
    'what Exchange sends by itself': { headers: { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' } },
    'nobody as the sender': { envelope: { from: '', to: address } },
    'an empty return path': { headers: { 'Return-Path': '<>' } },
    'a mail server': { from: 'MAILER-DAEMON@mx.example.com' },
    'a mail of our own that comes back': { messageId: `<${sent.id}@support.test>` },
    'our first mail of the ticket': { messageId: `<ticket.${ticketId}@support.test>` },
    'our list': { headers: { 'List-Id': '"Guichet" <notifications.support.test>' } },
    'ourselves': { from: 'Acme <help@acme.example>' },
  }
  for (const [what, message] of Object.entries(machines)) {
    await mail(w, { from: ada.email, to: address, ...message, headers: { ...authentic('example.com'), ...message.headers } })
    t.match((await fates(w)).at(-1), /^ignored: (?:automatic|own)$/, what)
  }
  t.strictSame(await repliesTo(w, reference), [])
  t.strictSame(await letters(w, 'mail-kept', 'mail-confirm'), [])

  await mail(w, { from: ada.email, to: address, headers: { 'Auto-Submitted': 'no' } })
  t.equal((await fates(w)).at(-1), 'taken', 'a mail that says it is no machine’s is somebody’s')
})

/** What a mail server reports of a mail of ours (RFC 3464). */
const report = (to: string, about: string, status: string, action: string) => [
  'From: MAILER-DAEMON@mx.example.com', `To: ${to}`, 'Subject: Undelivered Mail', `Message-ID: <${randomUUID()}@mx.example.com>`, 'Auto-Submitted: auto-replied',
  'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"', '',
  '--r', 'Content-Type: text/plain', '', 'I am sorry.',
  '--r', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.com', '', 'Final-Recipient: rfc822; ada@example.com', `Action: ${action}`, `Status: ${status}`, 'Diagnostic-Code: smtp; 550 5.1.1 no such', ' user here',
  '--r', 'Content-Type: text/rfc822-headers', '', 'From: help@acme.example', `Message-ID: ${about}`, '', '--r--', '',
].join('\r\n')

t.test('an address that a mail server refuses for good is marked', async t => {
  const w = await mailWorld(t)
  const { ada, db } = w
  const { address, ticketId } = await ticketOf(w, ada)
  const [mailed] = await db.selectFrom('mails').select('id').where('profile_id', '=', ada.id).execute()
  const refusal = () => db.selectFrom('profiles').select(['mail_refused_at', 'mail_refusal']).where('id', '=', ada.id).executeTakeFirstOrThrow()
  const arrive = async (raw: string) => {
    await w.stranger.sendMail({ envelope: { from: '', to: address }, raw })
    await takeAll(w)
  }
  const ours = `<${mailed?.id}@support.test>`
  for (const [about, status, action] of [[ours, '4.2.2', 'delayed'], ['<1@elsewhere.example>', '5.1.1', 'failed'], [`<${ticketId}@support.test>`, '5.1.1', 'failed']] as const) {
    await arrive(report(address, about, status, action))
    t.equal((await refusal()).mail_refused_at, null, `${status} of ${about}`)
  }
  await arrive(report(address, ours, '5.1.1', 'failed'))
  t.match(await refusal(), { mail_refused_at: Date, mail_refusal: 'smtp; 550 5.1.1 no such user here' })
  t.equal((await fates(w)).at(-1), 'ignored: bounce')

  await db.updateTable('profiles').set({ mail_refused_at: null }).execute()
  await arrive(report(address, `<ticket.${ticketId}@support.test>`, '5.1.1', 'failed'))
  t.match(await refusal(), { mail_refused_at: Date }, 'the first mail of a ticket has another name')
})
