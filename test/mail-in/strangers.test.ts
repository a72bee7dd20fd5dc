import t from 'tap'
import { change } from '../support/tickets.ts'
import { authentic, fates, letters, mail, mailWorld, takeAll } from './mailing.ts'

type Letter = { details: { token?: string } }
const tokenOf = (found: unknown[]): string => (found.at(-1) as Letter | undefined)?.details.token ?? ''

t.test('a mail from a known customer opens a ticket where our mail server knows them', async t => {
  const w = await mailWorld(t)
  await mail(w, { from: 'Ada <ada@example.com>', headers: authentic('example.com'), subject: 'Fwd: Printer\ton fire', text: 'It burns.\n\nOn Monday, Carl wrote:\n> Fire!', attachments: [{ filename: 'a.txt', content: 'x' }] })
  t.strictSame(await fates(w), ['taken'])
  const ticket = await w.db.selectFrom('tickets').select(['title', 'description', 'quoted', 'customer_id', 'attachment_urls', 'priority']).executeTakeFirstOrThrow()
  t.match(ticket, { title: 'Fwd: Printer on fire', description: 'It burns.\n\nOn Monday, Carl wrote:\n> Fire!', quoted: '', customer_id: w.ada.id, priority: 'normal' }, 'what opens a ticket is read whole')
  t.equal((ticket.attachment_urls as string[]).length, 1)
  t.match(await letters(w, 'ticket-opened'), [{ address: 'ada@example.com' }])
  await change(w.grace, 1001, { status: 'waiting' })
  t.match(await w.db.selectFrom('tickets').select('status').execute(), [{ status: 'waiting' }], 'staff work on it though it has no category')

  await mail(w, { from: 'ada@example.com', headers: authentic('example.com'), subject: '' })
  t.match(await w.db.selectFrom('tickets').select('title').orderBy('reference', 'desc').executeTakeFirst(), { title: 'Mail without a subject' })
})

t.test('nobody opens tickets as somebody else', async t => {
  const w = await mailWorld(t)
  const { ada, db, visitor } = w
  await mail(w, { from: 'Ada <ada@example.com>' })
  t.strictSame(await fates(w), ['kept: unproven'])
  t.strictSame(await db.selectFrom('tickets').select('id').execute(), [])

  const asked = await letters(w, 'mail-confirm')
  t.match(asked, [{ address: 'ada@example.com' }])
  t.notMatch(JSON.stringify(asked), /fire|burns/i, 'nothing of the mail is sent to whom it names')
  t.equal((await visitor.post('/confirm-mail', { token: tokenOf(asked), mail: await onlyMail(w) })).status, 303)
  await takeAll(w)
  t.match(await db.selectFrom('tickets').select('customer_id').execute(), [{ customer_id: ada.id }], 'who has the mailbox says that it was them')
})

t.test('a stranger’s mail waits until they open the link, and then they have an account', async t => {
  const w = await mailWorld(t)
  const { db, visitor } = w
  const people = () => db.selectFrom('profiles').select(['email', 'full_name', 'role']).where('email', '=', 'Eve@new.example').execute()
  await mail(w, { from: 'Eve "the <b>New</b>" <Eve@new.example>', subject: 'First', attachments: [{ filename: 'a.txt', content: 'x' }] })
  await mail(w, { from: 'eve@new.example', subject: 'Second', text: 'Not mine' })
  t.strictSame(await fates(w), ['unconfirmed: unconfirmed', 'unconfirmed: unconfirmed'])
  t.strictSame([...await people(), ...await db.selectFrom('tickets').select('id').execute()], [])
  const asked = await letters(w, 'mail-confirm')
  t.match(asked, [{ address: 'Eve@new.example' }], 'they are asked once an hour')
  const token = tokenOf(asked)

  const page = await visitor.get(`/confirm-mail?token=${token}`)
  t.match(page.$('main').text(), /Second[^]*Not mine[^]*First[^]*It burns/)
  t.equal(page.response.headers['cache-control'], 'no-store')
  t.equal(page.$('[name=mail][checked]').length, 0, 'of several, nobody confirms one unread')
  const [second = '', first = ''] = page.$('[name=mail]').toArray().map(box => String(page.$(box).val()))
  t.strictSame(await people(), [], 'looking does nothing')
  t.equal((await visitor.post('/confirm-mail', { token })).status, 422)
  t.equal((await visitor.post('/confirm-mail', { token, mail: 'x' })).status, 422)
  t.equal((await visitor.post('/confirm-mail', { token, mail: first })).location, '/confirm-mail/thanks')
  t.match((await visitor.get('/confirm-mail/thanks')).$('h1').text(), /Thank you/)
  await takeAll(w)

  t.strictSame(await fates(w), ['taken', 'unconfirmed: unconfirmed'], 'what they did not write still waits')
  t.match(await people(), [{ role: 'customer' }])
  t.match(await db.selectFrom('tickets').select(['title', 'description']).execute(), [{ title: 'First', description: 'It burns.' }])
  t.equal((await db.selectFrom('attachments').select('id').where('ticket_id', 'is not', null).execute()).length, 1)
  for (const { status } of [await visitor.post('/confirm-mail', { token, mail: second }), await visitor.post('/confirm-mail', { token: '', mail: second })]) t.equal(status, 422, 'the link works once')
  t.match((await visitor.get(`/confirm-mail?token=${token}`)).$('h1').text(), /no longer works/)
})

t.test('a link does not reach another’s mail', async t => {
  const w = await mailWorld(t)
  await mail(w, { from: 'eve@new.example' })
  const eves = await onlyMail(w)
  await mail(w, { from: 'mallory@evil.example' })
  const found = await letters(w, 'mail-confirm')
  t.equal((await w.visitor.post('/confirm-mail', { token: tokenOf(found), mail: eves })).status, 422)
  t.match((await w.visitor.get(`/confirm-mail?token=${tokenOf(found)}`)).body, 'mallory@evil.example')
  t.equal((await w.visitor.get(`/confirm-mail?token=${tokenOf(found)}`)).$('[name=mail][checked]').length, 1, 'a single one is ticked')
  t.notMatch((await w.visitor.get(`/confirm-mail?token=${tokenOf(found)}`)).body, 'eve@new.example')
})

t.test('strangers can be refused, and are told so once a day', async t => {
  const w = await mailWorld(t, { MAIL_FROM_STRANGERS: 'refuse' })
  for (const subject of ['One', 'Two']) await mail(w, { from: 'eve@new.example', subject })
  t.strictSame(await fates(w), ['kept: stranger', 'kept: stranger'])
  t.match(await letters(w, 'mail-kept'), [{ address: 'eve@new.example', details: { reason: 'stranger' } }])
  t.strictSame(await w.db.selectFrom('profiles').select('id').where('email', '=', 'eve@new.example').execute(), [])
})

t.test('whoever writes without end is kept waiting', async t => {
  const w = await mailWorld(t)
  for (let at = 0; at < 12; at += 1) await mail(w, { from: 'ada@example.com', headers: authentic('example.com'), subject: `Number ${at}` })
  t.strictSame((await fates(w)).map(fate => fate === 'taken').lastIndexOf(true), 9)
  t.equal((await fates(w)).at(-1), 'kept: too-often')
  t.strictSame(await letters(w, 'mail-kept'), [], 'and a machine that says nothing of itself is not answered for ever')
})

t.test('a mail that names nobody, or two, is kept without an answer', async t => {
  const w = await mailWorld(t)
  for (const from of ['ada@example.com, carl@example.com', '']) {
    await w.stranger.sendMail({ envelope: { from: 'ada@example.com', to: 'help@acme.example' }, raw: `${from === '' ? '' : `From: ${from}\r\n`}Authentication-Results: mx.acme.example; dmarc=pass header.from=example.com\r\n\r\nHello ${from}` })
  }
  await takeAll(w)
  t.strictSame(await fates(w), ['kept: no-sender', 'kept: no-sender'])
  t.strictSame(await letters(w, 'mail-kept', 'mail-confirm'), [])
})

async function onlyMail({ db }: Parameters<typeof fates>[0]): Promise<string> {
  return (await db.selectFrom('incoming_mails').select('id').executeTakeFirstOrThrow()).id
}
