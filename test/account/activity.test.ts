import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import t from 'tap'
import { activityKinds, recordActivity, roughBrowser, shortAddress } from '../../src/activity/index.ts'
import { sentenceOf } from '../../src/account/activity/words.ts'
import { translator } from '../../src/web/i18n.ts'
import { swap, type Answer } from '../support/client.ts'
import { answer, ask, question } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { password, world } from '../support/world.ts'

const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0' }
const sentences = ({ $ }: Answer) => $('#activity-list .tickets > li').toArray().map(line => $(line).find('p').first().text())

t.test('the activity page', async t => {
  const { ada, carl, visitor, work, browser } = await world(t)

  await t.test('is for who is signed in', async t => {
    for (const url of ['/account/activity', '/account/activity.csv']) t.equal((await visitor.get(url)).status, 303, url)
  })

  await t.test('says what will be there, before anything has happened', async t => {
    const { $, status, response } = await ada.get('/account/activity')
    t.equal(status, 200)
    t.equal(response.headers['cache-control'], 'no-store')
    t.match($('.empty').text(), /Nothing has happened yet/)
    t.equal($('form.filters').length, 0)
  })

  await t.test('shows what one did on tickets, newest first, in words', async t => {
    const reference = await ask(ada)
    await ada.post(`/tickets/${reference}/replies`, { text: 'It went out by itself.', intent: 'send' })
    await ada.post(`/tickets/${reference}/closure`)
    await ada.post(`/tickets/${reference}/reopening`, { text: 'It burns again.', intent: 'send' })
    t.strictSame(sentences(await ada.get('/account/activity')), [
      `Reopened ticket #${reference}`, `Replied to ticket #${reference}`, `Closed ticket #${reference}`, `Replied to ticket #${reference}`, `Opened ticket #${reference}`,
    ])
  })

  await t.test('shows sign-ins with browser and a shortened address, and failed ones', async t => {
    await work()
    const other = browser()
    t.equal((await other.post('/sign-in', { email: ada.email, password: 'not her password' }, firefox)).status, 422)
    await until(async () => sentences(await ada.get('/account/activity'))[0] === 'Somebody tried to sign in with a wrong password')
    await other.post('/sign-in', { email: ada.email, password }, firefox)
    await other.post('/sign-out')
    const page = await ada.get('/account/activity?group=sign-in')
    t.strictSame(sentences(page), ['Signed out', 'Signed in with a password', 'Somebody tried to sign in with a wrong password'])
    const facts = page.$('.ticket-facts').toArray().map(line => page.$(line).text())
    t.equal(facts.filter(text => /Firefox on Windows.*127\.0\.0\.x/s.test(text)).length, 3)
    t.notMatch(page.body, /127\.0\.0\.1/)
  })

  await t.test('shows nobody else what one did', async t => {
    t.strictSame(sentences(await carl.get('/account/activity')), [])
    t.strictSame((await carl.get('/account/activity.csv')).body.trimEnd().split('\r\n').length, 1)
  })

  await t.test('shows what was chosen, and says when that is nothing', async t => {
    t.ok(sentences(await ada.get('/account/activity?group=ticket&time=week')).every(text => /ticket #/.test(text)))
    const none = await ada.get('/account/activity?group=data')
    t.match(none.$('.empty').text(), /Nothing happened that matches/)
    t.equal(none.$('#group').val(), 'data')
    t.equal((await ada.get('/account/activity?group=data', swap('activity-list'))).body.startsWith('<section id="activity-list"'), true)
  })

  await t.test('takes what makes no sense as not said', async t => {
    for (const query of ['group=evil&time=never&after=x', 'after=-1', 'group=ticket&group=data', `after=${'9'.repeat(400)}`, 'group[]=ticket', '%00=1']) {
      t.equal((await ada.get(`/account/activity?${query}`)).status, 200, query)
    }
    t.equal((await ada.get('/account/activity?after=999999999999999')).status, 200)
  })
})

t.test('a long record', async t => {
  const { db, ada } = await world(t)
  for (let at = 1; at <= 60; at++) await recordActivity(db, { id: ada.id }, 'ticket:opened', { reference: String(at) })

  await t.test('comes in pages, each line once', async t => {
    const seen: string[] = []
    let next: string | undefined = '/account/activity?time=year'
    while (next !== undefined) {
      const page: Answer = await ada.get(next)
      seen.push(...sentences(page))
      next = page.$('.pages a').toArray().map(link => page.$(link)).find(link => /Next/.test(link.text()))?.attr('href')
    }
    t.strictSame(seen, Array.from({ length: 60 }, (_, at) => `Opened ticket #${60 - at}`))
  })

  await t.test('is exported whole, and harmless to spreadsheets', async t => {
    await recordActivity(db, { id: ada.id }, 'security:passkey-added', { name: '","=HYPERLINK(1)' }, { browser: '=1+1', address: '@x' })
    const { body, response } = await ada.get('/account/activity.csv?group=security&after=1')
    t.match(response.headers['content-disposition'], /activity\.csv/)
    t.match(body, /^\uFEFFWhen it happened,What happened,Browser,Address\r\n/)
    t.match(body, /"Added the passkey “"",""=HYPERLINK\(1\)”","'=1\+1","'@x"/)
    t.equal((await ada.get('/account/activity.csv')).body.trimEnd().split('\r\n').length, 62)
  })

  await t.test('cannot be changed afterwards', async t => {
    await t.rejects(db.updateTable('activity').set({ kind: 'ticket:closed' }).where('profile_id', '=', ada.id).execute(), /append-only/)
    t.equal((await db.selectFrom('activity').where('kind', '=', 'ticket:opened').select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow()).count, 60)
  })
})

t.test('guesses at a password do not fill the record', async t => {
  const { db, ada, services } = await world(t)
  const { signInFailedJob } = await import('../../src/sign-in/index.ts')
  const origin = { browser: '', address: '127.0.0.x' }
  for (let at = 0; at < 35; at++) await signInFailedJob(services.connection.db, ada.email.toUpperCase(), origin)
  await signInFailedJob(services.connection.db, 'nobody@example.com', origin)
  t.equal((await db.selectFrom('activity').select('id').execute()).length, 30)
})

t.test('what staff do at the desk is theirs', async t => {
  const { ada, grace } = await world(t)
  const reference = await ask(ada, question)
  await answer(grace, reference, 'Is it plugged in?')
  t.strictSame(sentences(await ada.get('/account/activity')), [`Opened ticket #${reference}`])
  t.strictSame(sentences(await grace.get('/account/activity')), [`Replied to ticket #${reference}`])
})

t.test('every kind of activity has its words', async t => {
  const say = translator('en')
  const wordless = activityKinds.filter(kind => sentenceOf(say, { kind, details: {} }).startsWith('activity.'))
  t.strictSame(wordless, [])
})

t.test('every notice of an account’s security has its words', async t => {
  const words = JSON.parse(await readFile('views/locales/en.json', 'utf8')) as Record<string, string>
  const kinds = ['password-changed', 'new-browser', 'second-step-on', 'second-step-off', 'codes-guessed', 'recovery-code', 'recovery-codes', 'passkey-added', 'passkey-removed']
  t.strictSame(kinds.flatMap(kind => ['subject', 'text', 'link'].map(part => `mail.${kind}.${part}`)).filter(key => words[key] === undefined), [])
})

t.test('a browser is known roughly, and only by names of ours', async t => {
  t.equal(await roughBrowser(firefox['user-agent']), 'Firefox on Windows')
  t.equal(await roughBrowser('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1'), 'Safari on iOS')
  const hostile = ['', '<script>alert(1)</script>/1.0 x', 'A friend on Earth/1.0 x', 'constructor/1 __proto__', '\0\r\n', '('.repeat(1_000_000), 'Opera/' + '9.'.repeat(100_000)]
  for (const agent of hostile) t.match(await roughBrowser(agent), /^(?:Opera)?$/, agent.slice(0, 30))
})

t.test('an address is shortened to a network', t => {
  const addresses = { '203.0.113.77': '203.0.113.x', '::ffff:203.0.113.77': '203.0.113.x', '2001:db8:1:2::5': '2001:db8:1:x', '2001:0DB8::1': '2001:db8:0:x', '::1': '0:0:0:x', 'fe80::1%eth0': 'fe80:0:0:x', 'nonsense': '' }
  for (const [whole, short] of Object.entries(addresses)) t.equal(shortAddress(whole), short, whole)
  t.end()
})
