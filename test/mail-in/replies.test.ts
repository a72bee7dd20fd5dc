import t from 'tap'
import { change } from '../support/tickets.ts'
import { authentic, fates, letters, mail, mailWorld, repliesTo, ticketOf } from './mailing.ts'

t.test('an answer to our mail is a reply, with its files, and what it quotes is folded away', async t => {
  const w = await mailWorld(t)
  const { ada, carl, grace } = w
  const { reference, address } = await ticketOf(w, ada)
  await mail(w, {
    from: 'Ada <ada@elsewhere.example>', to: address.toUpperCase(),
    text: 'It *still* burns.\nSee https://example.com/fire?a=1&b=2.\n\nOn Mon, 2 Nov 2026 at 10:00, Acme <help@acme.example> wrote:\n\n> Is it plugged in?\n> Grace',
    attachments: [{ filename: 'Ünïcode log.txt', content: 'line 1' }],
  })

  t.strictSame(await fates(w), ['taken'])
  const [reply, ...more] = await repliesTo(w, reference)
  t.strictSame(more, [])
  t.match(reply, { author: 'Ada', text: 'It *still* burns.\nSee https://example.com/fire?a=1&b=2.', quoted: /^On Mon.*\n\n> Is it plugged in\?\n> Grace$/s })
  const { $ } = await ada.get(`/tickets/${reference}`)
  t.equal($('.entry .as-typed').first().text(), reply?.text, 'mail is no Markdown: stars are stars, and lines are lines')
  t.equal($('.entry a[href="https://example.com/fire?a=1&b=2"]').length, 1)
  t.match($('details').text(), /Show quoted text\s+On Mon/)
  t.match($('.files').text(), 'Ünïcode log.txt')
  t.equal((await carl.get(`/tickets/${reference}`)).status, 404)
  t.match((await grace.get(`/desk/tickets/${reference}`)).body, 'still')
})

t.test('the state of the ticket decides what an answer does', async t => {
  const w = await mailWorld(t, { REOPEN_DAYS: '14' })
  const { ada, grace, db } = w
  const { reference, address } = await ticketOf(w, ada)
  const say = (text: string) => mail(w, { from: ada.email, to: address, text })
  const status = async () => (await db.selectFrom('tickets').select('status').where('reference', '=', reference).executeTakeFirstOrThrow()).status

  for (const before of ['waiting', 'resolved', 'closed'] as const) {
    await change(grace, reference, { status: before, ...(before === 'resolved' && { resolution: 'Water.' }) })
    t.equal(await status(), before)
    await say(`It burns again after ${before}`)
    t.equal(await status(), 'open', `an answer opens what was ${before}`)
  }

  await change(grace, reference, { status: 'closed' })
  await db.updateTable('tickets').set({ closed_at: new Date(Date.now() - 20 * 86_400_000) }).where('reference', '=', reference).execute()
  await say('And now the desk burns.')
  t.equal(await status(), 'closed')
  const follow = await db.selectFrom('tickets').select(['title', 'description', 'customer_id']).where('follows', 'is not', null).executeTakeFirstOrThrow()
  t.strictSame(follow, { title: 'Printer on fire', description: 'And now the desk burns.', customer_id: ada.id }, 'after that it is a ticket that follows the closed one')
})

t.test('nobody writes into a ticket with a wrong address, or another’s', async t => {
  const w = await mailWorld(t)
  const { ada, carl, addresses } = w
  const { reference, address, ticketId } = await ticketOf(w, ada)
  const other = await ticketOf(w, ada)
  const last = address.indexOf('@') - 1
  const wrong = {
    'one sign is different': `${address.slice(0, last)}${address[last] === 'a' ? 'b' : 'a'}${address.slice(last + 1)}`,
    'it is cut short': address.replace(/.@/, '@'),
    'it is that of another ticket': address.replace(`+${reference}-`, `+${other.reference}-`),
    'the ticket does not exist': address.replace(`+${reference}-`, '+4711-'),
    'it is for somebody who is not on the ticket': addresses.of({ ticketId, reference, profileId: carl.id, renewed: 0 }) ?? '',
    'it says nothing': 'help+hello@acme.example',
  }
  for (const [why, to] of Object.entries(wrong)) {
    await mail(w, { from: ada.email, to, headers: authentic('example.com'), text: why })
    t.equal((await fates(w)).at(-1), 'kept: token', why)
  }
  t.strictSame([...await repliesTo(w, reference), ...await repliesTo(w, other.reference)], [])
  t.match(await letters(w, 'mail-kept'), [{ address: 'ada@example.com', details: { reason: 'token' } }], 'their sender is told once')
})

t.test('a mail that names its ticket only in its head counts where our mail server knows its sender', async t => {
  const w = await mailWorld(t)
  const { ada } = w
  const { reference, ticketId } = await ticketOf(w, ada)
  const answer = { references: [`<ticket.${ticketId}@support.test>`, '<other@mail.example>'], inReplyTo: '<other@mail.example>' }
  const forged = {
    'nobody says anything': {},
    'it failed': authentic('example.com', 'fail'),
    'it is right for somebody else': authentic('evil.example'),
    'another server says so': { 'Authentication-Results': 'mx.evil.example; dmarc=pass header.from=example.com' },
    'it is said in a comment': { 'Authentication-Results': 'mx.acme.example; dmarc=fail (x; dmarc=pass header.from=example.com) header.from=example.com' },
    'it is said in quotes': { 'Authentication-Results': 'mx.acme.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.com;"@evil.example; dmarc=fail header.from=example.com' },
    'it was in the mail before': { 'Authentication-Results': ['mx.acme.example; dmarc=fail header.from=example.com', 'mx.acme.example; dmarc=pass header.from=example.com'] },
  }
  for (const [why, headers] of Object.entries(forged)) {
    await mail(w, { ...answer, from: ada.email, headers: { ...headers } as Record<string, string>, text: why })
    t.equal((await fates(w)).at(-1), 'kept: unproven', why)
  }
  t.strictSame(await repliesTo(w, reference), [])

  await mail(w, { ...answer, from: 'Ada <ADA@example.com>', headers: authentic('example.com'), text: 'It is me.' })
  t.match(await repliesTo(w, reference), [{ author: 'Ada', text: 'It is me.' }])
  await mail(w, { ...answer, from: 'carl@example.com', headers: authentic('example.com'), text: 'I am Carl.' })
  t.equal((await fates(w)).at(-1), 'kept: not-theirs')
})

t.test('what our mail server says counts only over a line of ours', async t => {
  const w = await mailWorld(t, { MAIL_IN_RELAYS: '10.0.0.1' })
  await mail(w, { from: w.ada.email, headers: authentic('example.com') })
  t.strictSame(await fates(w), ['kept: unproven'])
})

t.test('staff answer by mail where both the address and our mail server say that it is them', async t => {
  const w = await mailWorld(t)
  const { ada, grace, addresses } = w
  const { reference, ticketId } = await ticketOf(w, ada)
  const to = addresses.of({ reference, ticketId, profileId: grace.id, renewed: 0 }) ?? ''
  await mail(w, { from: grace.email, to, text: 'Forged.' })
  t.strictSame(await fates(w), ['kept: unproven'])
  await mail(w, { from: grace.email, to, text: 'Try water.', headers: authentic('example.com') })
  t.match(await repliesTo(w, reference), [{ author: 'Grace', text: 'Try water.', status: 'waiting' }])
})

t.test('who does not want to answer by mail is told so, and their mail is kept', async t => {
  const w = await mailWorld(t)
  const { ada, db } = w
  const { reference, address } = await ticketOf(w, ada)
  await db.updateTable('customer_preferences').set({ communication_preferences: JSON.stringify({ replyByMail: false }) }).where('customer_id', '=', ada.id).execute()
  await mail(w, { from: ada.email, to: address })
  t.strictSame(await fates(w), ['kept: mail-off'])
  t.strictSame(await repliesTo(w, reference), [])
  t.match(await letters(w, 'mail-kept'), [{ details: { reason: 'mail_off' } }])
})
