import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { sql } from 'kysely'
import t from 'tap'
import { asked, send } from '../desk/desk.ts'
import { origin, world } from '../support/world.ts'
import { sendAll } from './office.ts'
import { postOffice } from './post-office.ts'

t.test('a mail as it is delivered', async t => {
  const w = await world(t, { MAIL_FROM: 'Acme Support <help@acme.example>' })
  const office = await postOffice(t)
  const reference = await asked(w)
  await send(w.grace, reference, 'replies', { text: 'Have you tried **water**?\n\nGrace' })
  t.strictSame(await sendAll(w, office.url), [])

  t.equal(office.mails.length, 2)
  const [opened, replied] = office.mails
  t.equal(opened?.subject, `[#${reference}] Printer on fire`)
  t.equal(replied?.subject, `[#${reference}] Printer on fire`)
  t.equal(replied?.from?.text, '"Acme Support" <help@acme.example>')
  t.equal([replied?.to].flat()[0]?.text, 'ada@example.com')
  t.equal(replied?.headers.get('auto-submitted'), 'auto-generated')
  t.match(replied?.messageId, /^<[0-9a-f-]{36}@support\.test>$/)
  t.match(replied?.references, /^<ticket\.[0-9a-f-]{36}@support\.test>$/)
  t.equal(replied?.inReplyTo, replied?.references)
  t.equal(opened?.messageId, replied?.references, 'all mails of a ticket answer its first')
  t.notOk(opened?.references)

  t.match(replied?.text, /Hello Ada,\n\nGrace has answered your ticket:\n\n> Have you tried \*\*water\*\*\?\n>\s*\n> Grace\n/)
  t.match(replied?.text, `${origin}/tickets/${reference}`)
  t.match(replied?.html, `<a href="${origin}/tickets/${reference}"`)
  t.match(replied?.text, /Status: Waiting for you\n/)
  t.match(replied?.html, /<blockquote[^>]*>\s*Have you tried/)
})

t.test('a mail about a ticket can be answered where mail finds a way in, by who wants to', async t => {
  const w = await world(t, { MAIL_FROM: 'Acme <help@acme.example>', MAIL_IN_SECRET: 's'.repeat(40) })
  const office = await postOffice(t)
  const reference = await asked(w)
  await sendAll(w, office.url)
  t.match(office.mails[0]?.replyTo?.text, new RegExp(`^help\\+${reference}-[a-z2-7]{26}@acme\\.example$`))
  t.match(office.mails[0]?.text, /You can answer it/)

  await w.db.updateTable('customer_preferences').set({ communication_preferences: JSON.stringify({ replyByMail: false }) }).where('customer_id', '=', w.ada.id).execute()
  await send(w.grace, reference, 'replies', { text: 'Hello' })
  await sendAll(w, office.url)
  t.equal(office.mails[1]?.replyTo, undefined)
  t.match(office.mails[1]?.text, /Please answer in the portal/)
})

t.test('links are built from BASE_URL, whatever Host a request names', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  const { ada } = w
  const post = await ada.post('/tickets', { category: 'other', title: 'Hello', description: 'World', priority: 'low' }, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
  t.equal(post.status, 303)
  await sendAll(w, office.url)
  t.match(office.raw[0], origin)
  t.notMatch(office.raw[0], /evil/)
})

t.test('nobody writes headers of our mails', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  const evil = 'Hi\r\nBcc: victim@example.com\nX-Evil: yes\u2028\u0085Subject: other'
  await w.db.updateTable('profiles').set({ full_name: evil }).where('id', '=', w.ada.id).execute()
  await asked(w)
  // The form refuses such a title; a mail has to stand one all the same.
  await w.db.updateTable('mails').set({ details: sql`jsonb_set(details, '{title}', to_jsonb(${evil}::text))` }).execute()
  await sendAll(w, office.url)

  const [mail] = office.mails
  t.equal(mail?.subject?.includes('\n'), false)
  t.match(mail?.subject, /^\[#1001\] Hi Bcc: victim@example\.com X-Evil: yes Subject: other$/)
  t.equal(mail?.headers.has('bcc'), false)
  t.equal(mail?.headers.has('x-evil'), false)
  t.equal([mail?.to].flat().length, 1)
})

t.test('markup that somebody wrote is text in a mail', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  const reference = await asked(w, { title: '<img src=x>' })
  await send(w.grace, reference, 'replies', { text: '<script>alert(1)</script><a href="javascript:x">x</a>' })
  await sendAll(w, office.url)
  for (const { html } of office.mails) t.notMatch(html, /<img|<script|href="javascript/)
  t.match(office.mails[1]?.text, '<script>alert(1)</script>')
})

t.test('subjects in any script arrive whole', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  const titles = ['الطابعة تحترق', 'Drucker brennt 🖨️🔥 – schön heiß', '👩‍👩‍👧‍👦'.repeat(18), 'ß'.repeat(200)]
  for (const title of titles) await asked(w, { title })
  await sendAll(w, office.url)

  t.strictSame(office.mails.map(({ subject }) => subject), titles.map((title, at) => `[#${1001 + at}] ${title}`))
  t.ok(office.raw.every(text => text.split('\r\n').every(line => line.length <= 998)), 'no line is longer than mail servers take')
})

t.test('without a mail server mails are files that any mail program reads', async t => {
  const w = await world(t)
  await asked(w, { title: 'Grüße 🔥' })
  t.strictSame(await sendAll(w), [])

  const folder = join(w.dataDir, 'mail')
  const names = await readdir(folder)
  t.equal(names.length, 1)
  const mail = await simpleParser(await readFile(join(folder, names[0] ?? '')))
  t.equal(mail.subject, '[#1001] Grüße 🔥')
  t.match(mail.text, `${origin}/tickets/1001`)
  const said = w.logged.join('\n')
  t.match(said, 'ada@example.com')
  t.match(said, join(folder, names[0] ?? ''))
  t.match(said, `${origin}/tickets/1001`)
})

t.test('the colours of a mail are far enough apart to be read, and its language and direction are said', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  await send(w.grace, await asked(w), 'replies', { text: 'Hello' })
  await sendAll(w, office.url)
  const html = String(office.mails[1]?.html)
  t.match(html, /<html lang="en" dir="ltr">/)
  const colours = (property: string) => [...html.matchAll(new RegExp(`[";]${property}:#([0-9a-f]{6})`, 'g'))].map(([, hex = '']) => hex)
  const light = (hex: string) => [0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0)
  const [inks, grounds] = [colours('color'), colours('background')]
  t.ok(inks.length >= 4 && grounds.length >= 2)
  for (const ink of inks) for (const ground of grounds) t.ok((light(ground) + 0.05) / (light(ink) + 0.05) >= 4.5, `${ink} on ${ground}`)
})
