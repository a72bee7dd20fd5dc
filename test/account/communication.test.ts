import t from 'tap'
import { readPreferences } from '../../src/preferences/index.ts'
import { languages, speaking } from '../../src/web/i18n.ts'
import { clockOf, timeOfDay } from '../../src/account/communication/clock.ts'
import { problems, shown } from '../support/tickets.ts'
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
    [{ 'quiet-from': '25:00' }, { 'quiet-from': /such as 10:00\sPM/ }],
    [{ 'quiet-from': '' }, { 'quiet-from': /such as 10:00\sPM/ }],
    [{ 'quiet-to': 'late' }, { 'quiet-to': /such as 7:00\sAM/ }],
    [{ 'quiet-from': '9'.repeat(9_000) }, { 'quiet-from': /such as 10:00\sPM/ }],
    [{ 'quiet-from': '6.15 am' }, { 'quiet-to': /another time/ }],
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
    t.equal(answer.$('#quiet-to').val(), wrong['quiet-to'] ?? form['quiet-to'])
  }
  t.match(await saved(w, w.ada), { channel: 'mail', participants: [] })
})

t.test('a time of day is understood as people type it', async t => {
  const said: Record<string, string[]> = {
    '22:00': ['22', '22:00', '22.00', '22,00', '22h', '22h00', '22 h', '2200', '10 pm', '10PM', '10p', '10 p.m.', '10:00 P. M.', '22 Uhr', '22:00 Uhr', ' 22:00 ', '٢٢:٠٠', '١٠ م', '10 مساءً', '۲۲'],
    '22:30': ['22:30', '22h30', '10:30 PM', '10.30 pm', '2230', '22.30 Uhr'],
    '07:00': ['7', '07', '7:00', '7 am', '0700', '7 heures', '7 a.m.', '7 ص'],
    '00:00': ['0', '00:00', '24:00', '24', '12 am', '12:00 AM'],
    '12:00': ['12', '12 pm', '12:00'],
  }
  for (const [time, ways] of Object.entries(said)) for (const way of ways) t.equal(timeOfDay(way), time, way)
  for (const none of ['', 'noon', '25', '24:01', '22:60', '22:5', '13 pm', '0 am', '-3', '7 7', '22:00:00', '7 to 8', 'pm', '1'.repeat(50), `${' '.repeat(90_000)}7x`]) t.equal(timeOfDay(none), undefined, none.slice(0, 20))
})

t.test('and is read back as it is written to anybody', async t => {
  for (const language of languages) {
    for (const clock of ['auto', '12', '24'] as const) {
      const write = speaking(language, () => clockOf({ dateFormat: 'auto', clock }))
      const times = Array.from({ length: 48 }, (_, half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`)
      t.strictSame(times.filter(time => timeOfDay(write(time)) !== time), [], `${language}, ${clock}`)
    }
  }
})

t.test('quiet hours stand in the form by the clock that their owner reads', async t => {
  const w = await world(t)
  const times = async () => Object.entries(shown(await w.ada.get(page), 'form[name=communication]')).filter(([name]) => /quiet-/.test(name)).map(([, time]) => time.replace(/\s/, ' '))
  for (const [ui, seen] of [[{}, ['9:30 PM', '7:00 AM']], [{ clock: '24' }, ['21:30', '07:00']], [{ language: 'de' }, ['21:30', '7:00']], [{ language: 'ar', clock: '12' }, ['9:30 م', '7:00 ص']]] as const) {
    await w.db.updateTable('customer_preferences').set({ ui_preferences: JSON.stringify(ui) }).where('customer_id', '=', w.ada.id).execute()
    await w.ada.post(page, { ...form, 'quiet-from': '9.30 pm', 'quiet-to': '7' })
    t.strictSame(await times(), seen)
    t.equal((await w.ada.post(page, { ...form, ...shown(await w.ada.get(page), 'form[name=communication]') })).status, 303, 'as it came')
    t.match(await saved(w, w.ada), { quietFrom: '21:30', quietTo: '07:00' })
  }
})

t.test('quiet hours that are off need no sense', async t => {
  const w = await world(t)
  t.equal((await w.ada.post(page, { ...form, 'quiet': '', 'quiet-from': '08:00', 'quiet-to': '08:00' })).status, 303)
})

t.test('it is nobody else’s to see or change', async t => {
  const w = await world(t)
  t.equal((await w.visitor.get(page)).location, `/sign-in?next=${encodeURIComponent(page)}`)
  t.equal((await w.visitor.post(page, form)).status, 403)
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
