import t from 'tap'
import { readPreferences } from '../../src/preferences/index.ts'
import { problems } from '../support/tickets.ts'
import { world, type Someone, type World } from '../support/world.ts'

const page = '/account/communication'
const form = { 'channel': 'portal', 'reply-by-mail': '', 'quiet': 'yes', 'quiet-from': '21:30', 'quiet-to': '6:15', 'copies': 'yes', 'format': 'plain', 'participants': 'Kim@Example.com\njo@example.com, kim@example.com' }
const saved = async ({ db }: World, { id }: Someone) => (await readPreferences(db, id)).communication

t.test('how somebody is reached is kept as they like it', async t => {
  const w = await world(t)
  t.match(await saved(w, w.ada), { channel: 'mail', replyByMail: true, quiet: false, format: 'html' })
  for (let count = 0; count < 2; count++) {
    const { status, location } = await w.ada.post(page, form)
    t.equal(status, 303)
    t.equal(location, page)
  }
  t.strictSame(await saved(w, w.ada), { channel: 'portal', replyByMail: false, quiet: true, quietFrom: '21:30', quietTo: '06:15', copies: true, format: 'plain', participants: ['kim@example.com', 'jo@example.com'] })
  t.match(await saved(w, w.carl), { channel: 'mail' })
  t.strictSame((await w.db.selectFrom('activity').select(['kind', 'profile_id']).execute()), [{ kind: 'account:communication', profile_id: w.ada.id }])

  const { $ } = await w.ada.get(page)
  t.equal($('[name=channel]:checked').val(), 'portal')
  t.equal($('[name=quiet]').is(':checked'), true)
  t.equal($('[name=reply-by-mail]').is(':checked'), false)
  t.equal($('#participants').val(), 'kim@example.com\njo@example.com')
  t.match($('#quiet-hint').text(), 'UTC', 'the zone of the clocks is said')
})

t.test('what will not do comes back as it was typed, with the reason beside the field', async t => {
  const w = await world(t)
  const refused: [Record<string, string>, Record<string, RegExp>][] = [
    [{ channel: 'pigeon' }, { channel: /Choose/ }],
    [{ channel: '' }, { channel: /Choose/ }],
    [{ format: 'x' }, { format: /Choose/ }],
    [{ 'quiet-from': '25:00' }, { 'quiet-from': /such as 22:00/ }],
    [{ 'quiet-from': '' }, { 'quiet-from': /such as 22:00/ }],
    [{ 'quiet-from': '6:15' }, { 'quiet-to': /another time/ }],
    [{ participants: 'kim' }, { participants: /“kim” is no e-mail address/ }],
    [{ participants: '<script>@x.y z' }, { participants: /no e-mail address/ }],
    [{ participants: `${'x'.repeat(300)}@example.com` }, { participants: /no e-mail address/ }],
    [{ participants: 'ADA@example.com' }, { participants: /your own/ }],
    [{ participants: Array.from({ length: 11 }, (_, at) => `p${at}@example.com`).join('\n') }, { participants: /at most ten/ }],
    [{ participants: 'x'.repeat(6_000) }, { participants: /at most ten/ }],
  ]
  for (const [wrong, told] of refused) {
    const answer = await w.ada.post(page, { ...form, ...wrong })
    t.equal(answer.status, 422, JSON.stringify(wrong).slice(0, 80))
    t.match(problems(answer), told)
    t.match(answer.$('title').text(), /^Error: /)
    t.equal(answer.$('#participants').val(), wrong['participants'] ?? form.participants)
    t.equal(answer.$('#quiet-to').val(), form['quiet-to'])
  }
  t.match(await saved(w, w.ada), { channel: 'mail', participants: [] })
})

t.test('quiet hours that are off need no sense', async t => {
  const w = await world(t)
  t.equal((await w.ada.post(page, { ...form, 'quiet': '', 'quiet-from': '08:00', 'quiet-to': '08:00' })).status, 303)
})

t.test('it is nobody else’s to see or change', async t => {
  const w = await world(t)
  t.equal((await w.visitor.get(page)).location, `/sign-in?next=${encodeURIComponent(page)}`)
  t.equal((await w.visitor.post(page, form)).location, `/sign-in?next=${encodeURIComponent(page)}`)
  await w.carl.post(page, { ...form, customer_id: w.ada.id, id: w.ada.id })
  t.equal((await saved(w, w.ada)).channel, 'mail')
  t.equal((await w.ada.get(page)).response.headers['cache-control'], 'no-store')
})

t.test('who cannot be reached is told so, with the mail server’s words', async t => {
  const w = await world(t)
  t.equal((await w.ada.get(page)).$('.notice').length, 0)
  await w.db.updateTable('profiles').set({ mail_refused_at: new Date('2026-11-20T10:00Z'), mail_refusal: '550 5.1.1 <b>No such user</b>' }).where('id', '=', w.ada.id).execute()
  const { $ } = await w.ada.get(page)
  t.match($('.notice').text(), '550 5.1.1 <b>No such user</b>')
  t.match($('.notice').text(), /20 Nov 2026|Nov 20, 2026/)
  await w.db.updateTable('profiles').set({ email: 'ada@new.example' }).where('id', '=', w.ada.id).execute()
  t.equal((await w.ada.get(page)).$('.notice').length, 0, 'a new address starts anew')
})
