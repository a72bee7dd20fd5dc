import t from 'tap'
import { isUuid } from '../../src/web/submissions.ts'
import { authentic, fates, letters, mail, mailWorld, repliesTo, takeAll, ticketOf, type MailWorld } from './mailing.ts'

const hostile = '<script>alert(1)</script> ${7*7} <%= 7*7 %>'

async function kept(w: MailWorld): Promise<string> {
  return (await w.db.selectFrom('incoming_mails').select('id').orderBy('received_at', 'desc').executeTakeFirstOrThrow()).id
}

t.test('staff see what was not used, and why', async t => {
  const w = await mailWorld(t)
  const { grace, ada } = w
  for (const [show, words] of [['kept', /waits for you/], ['unconfirmed', /waits for its sender/], ['ignored', /from a machine/]] as const) {
    t.match((await grace.get(`/desk/mails?show=${show}`)).$('main').text(), words, 'an empty list says what will be there')
  }
  await mail(w, { from: `"${hostile}" <ada@example.com>`, subject: hostile, text: hostile })
  await mail(w, { from: 'eve@new.example', subject: 'Hello' })
  await mail(w, { from: 'news@shop.example', subject: 'Buy', headers: { Precedence: 'bulk' } })

  t.match((await grace.get('/desk')).$('a[href="/desk/mails"]').text(), 'Mails not used')
  const list = await grace.get('/desk/mails')
  t.match(list.$('.ticket-line').text(), /<script>alert\(1\)<\/script>[^]*ada@example.com[^]*nothing proves that/)
  t.equal(list.$('.ticket-line').length, 1)
  t.match((await grace.get('/desk/mails?show=unconfirmed')).$('.ticket-line').text(), /Hello[^]*eve@new.example/)
  t.match((await grace.get('/desk/mails?show=ignored')).$('.ticket-line').text(), /Buy[^]*A machine/)
  for (const odd of ['?show=taken', '?show=x', '?after=x', '?after=00000000-0000-4000-8000-000000000000']) t.equal((await grace.get(`/desk/mails${odd}`)).status, 200, odd)

  const [, id = ''] = /\/desk\/mails\/([0-9a-f-]{36})/.exec(list.body) ?? []
  const page = await grace.get(`/desk/mails/${id}`)
  t.match(page.$('main').text(), /nothing proves that[^]*help@acme\.example[^]*<script>alert\(1\)<\/script> \$\{7\*7\} <%= 7\*7 %>/)
  const whole = await grace.get(`/desk/mails/${id}/whole`)
  t.match(whole.body, /^(?:.*\r\n)*From: /)
  t.match(whole.response.headers, { 'content-type': /^text\/plain/, 'content-disposition': /^attachment/, 'x-content-type-options': 'nosniff' })
  for (const url of ['/desk/mails', `/desk/mails/${id}`, `/desk/mails/${id}/whole`]) t.equal((await ada.get(url)).status, 403, url)
  for (const wrong of ['x', '00000000-0000-4000-8000-000000000000', `${id}x`]) t.equal((await grace.get(`/desk/mails/${wrong}`)).status, 404, wrong)
})

t.test('long lists come in pages', async t => {
  const w = await mailWorld(t, { MAIL_FROM_STRANGERS: 'refuse' })
  await w.db.insertInto('incoming_mails').values(Array.from({ length: 27 }, (_, at) => ({
    key: `k${at}`, way: 'smtp' as const, recipient: 'help@acme.example', relayed: false, storage_key: 'none', bytes: 1, state: 'kept' as const, reason: 'stranger', subject: `Mail ${at}`,
    sender: null, received_at: new Date(1_760_000_000_000 + Math.floor(at / 3)),
  }))).execute()
  const first = await w.grace.get('/desk/mails')
  const second = await w.grace.get(first.$('a[href*="after="]').attr('href') ?? '')
  t.strictSame([first, second].map(({ $ }) => $('.ticket-line').length), [25, 2])
  const all = [first, second].flatMap(({ $ }) => $('.ticket-line .ticket-title').toArray().map(line => $(line).text()))
  t.equal(new Set(all).size, 27, 'each once')
})

t.test('staff vouch for a sender, and the mail goes where it belongs', async t => {
  const w = await mailWorld(t)
  const { ada, grace, db } = w
  const { reference, ticketId } = await ticketOf(w, ada)
  await mail(w, { from: ada.email, references: `<ticket.${ticketId}@support.test>`, text: 'It is really me.' })
  const id = await kept(w)
  t.match((await grace.get(`/desk/mails/${id}`)).$('form[name=delivery]').text(), /You say by this that ada@example.com wrote it/)
  t.equal((await ada.post(`/desk/mails/${id}/delivery`)).status, 403)
  for (const expected of ['/desk/mails', `/desk/mails/${id}`]) t.equal((await grace.post(`/desk/mails/${id}/delivery`)).location, expected, 'pressed twice, it is done once')
  await takeAll(w)
  t.match(await repliesTo(w, reference), [{ author: 'Ada', text: 'It is really me.' }])
  const page = await grace.get(`/desk/mails/${id}`)
  t.match(page.$('.notice').text(), new RegExp(`on a ticket now[^]*#${reference}`))
  t.equal(page.$('main form').length, 0)

  await mail(w, { from: 'Eve <eve@new.example>', subject: 'From Eve' })
  await grace.post(`/desk/mails/${await kept(w)}/delivery`)
  await takeAll(w)
  t.match(await db.selectFrom('tickets').innerJoin('profiles', 'profiles.id', 'customer_id').select(['title', 'email', 'full_name']).where('title', '=', 'From Eve').execute(), [{ email: 'eve@new.example', full_name: 'Eve' }])
})

t.test('nobody speaks for the company because a colleague vouched for a mail', async t => {
  const w = await mailWorld(t)
  const { reference, ticketId } = await ticketOf(w, w.ada)
  await mail(w, { from: w.mona.email, references: `<ticket.${ticketId}@support.test>`, text: 'Send me your password.' })
  await w.grace.post(`/desk/mails/${await kept(w)}/delivery`)
  await takeAll(w)
  t.strictSame(await repliesTo(w, reference), [])
  t.match(await w.db.selectFrom('tickets').select('customer_id').where('reference', '<>', reference).execute(), [{ customer_id: w.mona.id }], 'it is a matter of their own')
})

t.test('what staff throw away is gone, once', async t => {
  const w = await mailWorld(t)
  const { grace, mona } = w
  await mail(w, { from: 'ada@example.com' })
  const id = await kept(w)
  t.equal((await grace.post(`/desk/mails/${id}/removal`)).location, '/desk/mails')
  t.equal((await mona.post(`/desk/mails/${id}/delivery`)).location, `/desk/mails/${id}`)
  t.strictSame(await fates(w), ['thrown away: unproven'])
  t.match((await mona.get(`/desk/mails/${id}`)).$('main').text(), /thrown away/)
  const [asked] = await letters(w, 'mail-confirm')
  t.equal((await w.visitor.get(`/confirm-mail?token=${String(asked?.details['token'])}`)).$('form[action="/confirm-mail"]').length, 0)
})

t.test('files that a ticket does not take are named to their sender, and the others are there', async t => {
  const w = await mailWorld(t, { UPLOAD_FILES: '2', UPLOAD_MEGABYTES: '1' })
  const { ada } = w
  const { reference, address, ticketId } = await ticketOf(w, ada)
  const program = Buffer.from('MZ\0\0\0program')
  await mail(w, { from: ada.email, to: address, attachments: [
    { filename: 'big.txt', content: 'x'.repeat(1_000_001) }, { filename: 'run.exe', content: program }, { filename: 'empty.txt', content: '' },
    { filename: 'one.txt', content: '1' }, { filename: 'two.txt', content: '2' }, { filename: 'three.txt', content: '3' },
  ] })
  t.strictSame((await w.db.selectFrom('attachments').select('name').where('ticket_id', '=', ticketId).orderBy('name').execute()).map(({ name }) => name), ['one.txt', 'two.txt'])
  const note = (await ada.get(`/tickets/${reference}`)).$('.entry').last().text()
  for (const said of ['big.txt', 'run.exe', 'empty.txt', /Not all files/]) t.match(note, said)
  t.match(await letters(w, 'mail-files'), [{ address: 'ada@example.com', details: { reference, problems: /big\.txt/ } }])
})

t.test('what came by mail is in what the account did', async t => {
  const w = await mailWorld(t)
  const { reference, address } = await ticketOf(w, w.ada)
  await mail(w, { from: w.ada.email, to: address })
  await mail(w, { from: w.carl.email, headers: authentic('example.com') })
  t.match(await w.db.selectFrom('activity').select(['profile_id', 'kind', 'details']).where('kind', 'like', 'ticket:%').orderBy('id').execute(), [
    { profile_id: w.ada.id, kind: 'ticket:opened' },
    { profile_id: w.ada.id, kind: 'ticket:replied', details: { reference: String(reference) } },
    { profile_id: w.carl.id, kind: 'ticket:opened' },
  ])
  t.ok(isUuid(await kept(w)))
})
