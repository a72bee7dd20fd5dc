import t from 'tap'
import { authentic, fates, letters, mail, mailWorld, repliesTo, ticketOf } from './mailing.ts'

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
