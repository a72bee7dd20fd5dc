import t from 'tap'
import { swap } from '../support/client.ts'
import { password, world } from '../support/world.ts'
import { lastMailTo, mailsTo } from './mailbox.ts'

const form = { name: 'Nora', email: 'nora@example.com', 'new-password': password }
const tokenOf = (link: string) => new URL(link, 'http://any.test').searchParams.get('token') ?? ''

t.test('signing up', async t => {
  const w = await world(t)
  await w.work()
  const { db, visitor, browser } = w

  await t.test('a visitor signs up, and is told to look at the mail', async t => {
    const { status, $ } = await visitor.post('/sign-up', { ...form, next: '/tickets/new' })
    t.equal(status, 200)
    t.match($('main').text(), /nora@example\.com/)
    t.notOk(visitor.cookies['session'], 'nobody is signed in by signing up')
  })

  await t.test('an address that is not confirmed cannot sign in, and learns no more than with a wrong password', async t => {
    const { status, $ } = await browser().post('/sign-in', { email: form.email, password })
    t.equal(status, 422)
    t.match($('.error-summary').text(), /confirm your address first/)
  })

  const mail = await lastMailTo(w, form.email)
  await t.test('the link in the mail opens a page, as often as a mail scanner likes', async t => {
    t.match(mail.subject, /Confirm/)
    t.notMatch(mail.text, /Nora/, 'what was typed as a name is not sent to an address that nobody has confirmed')
    for (const time of ['once', 'twice']) {
      const { status, $ } = await browser().get(mail.link)
      t.equal(status, 200, time)
      t.equal($('form[action="/verify-email"] [name=token]').val(), tokenOf(mail.link), time)
    }
    t.equal((await w.app.inject({ method: 'HEAD', url: mail.link })).statusCode, 200)
    t.notOk(await db.selectFrom('profiles').select('id').where('email', '=', form.email).executeTakeFirst(), 'looking makes no account')
  })

  await t.test('the button on it makes the account, signs in and leads to where the visitor was going', async t => {
    const { status, location } = await visitor.post('/verify-email', { token: tokenOf(mail.link), next: '/tickets/new' })
    t.equal(status, 303)
    t.equal(location, '/tickets/new')
    const page = await visitor.get('/tickets/new')
    t.equal(page.status, 200)
    t.match(page.$('main').text(), /Your account is ready/)
  })

  await t.test('the link works once', async t => {
    const again = await browser().post('/verify-email', { token: tokenOf(mail.link) })
    t.equal(again.status, 422)
    t.match(again.$('h1').text(), /does not work any more/)
    t.equal(again.$('main a[href="/sign-in"]').length, 1, 'who has used it already can go on')
    t.match((await browser().get(mail.link)).$('h1').text(), /does not work any more/)
  })

  await t.test('who has an account gets the same answer and another mail', async t => {
    const fresh = await browser().post('/sign-up', { ...form, email: 'free@example.com' })
    const taken = await browser().post('/sign-up', { ...form, email: 'Ada@Example.com' })
    t.equal(taken.status, fresh.status)
    const shape = ({ response }: typeof fresh) => response.cookies.map(({ value, ...rest }) => ({ ...rest, length: decodeURIComponent(value).length }))
    t.match(shape(taken), [{ name: 'sign-up', httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 3_600 }])
    t.strictSame(shape(taken), shape(fresh))
    t.equal(taken.$('main').text().replace('Ada@Example.com', ''), fresh.$('main').text().replace('free@example.com', ''))
    const told = await lastMailTo(w, w.ada.email)
    t.match(told.subject, /already have an account/)
    t.match(told.link, /^\/sign-in/)
    t.equal((await w.ada.get('/tickets')).status, 200, 'Ada is not disturbed')
    t.equal((await browser().post('/sign-in', { email: w.ada.email, password })).status, 303, 'and her password is still hers')
  })

  await t.test('of two sign-ups with one address, the newer counts', async t => {
    const one = browser()
    await one.post('/sign-up', { ...form, email: 'twice@example.com', name: 'First' })
    const first = await lastMailTo(w, 'twice@example.com')
    await one.post('/sign-up', { ...form, email: 'Twice@example.com', name: 'Second' })
    const second = await lastMailTo(w, 'Twice@example.com')
    t.equal((await one.post('/verify-email', { token: tokenOf(first.link) })).status, 422)
    t.equal((await one.post('/verify-email', { token: tokenOf(second.link) })).status, 303)
    const { full_name } = await db.selectFrom('profiles').select('full_name').where('email', '=', 'Twice@example.com').executeTakeFirstOrThrow()
    t.equal(full_name, 'Second')
  })

  await t.test('two presses of the button at once make one account', async t => {
    await browser().post('/sign-up', { ...form, email: 'race@example.com' })
    const { link } = await lastMailTo(w, 'race@example.com')
    const browsers = [browser(), browser(), browser()]
    await Promise.all(browsers.map(one => one.get('/sign-in')))
    const answers = await Promise.all(browsers.map(one => one.post('/verify-email', { token: tokenOf(link), password })))
    t.strictSame(answers.map(({ status }) => status).sort(), [303, 422, 422])
  })

  await t.test('a link that ran out, and one without a token, do nothing', async t => {
    await browser().post('/sign-up', { ...form, email: 'late@example.com' })
    const { link } = await lastMailTo(w, 'late@example.com')
    await db.updateTable('pending_sign_ups').set({ expires_at: new Date(Date.now() - 1_000) }).where('email', '=', 'late@example.com').execute()
    t.match((await browser().get(link)).$('h1').text(), /does not work any more/)
    for (const token of [tokenOf(link), '', 'x', '\0', 'a'.repeat(10_000)]) {
      t.equal((await browser().post('/verify-email', { token })).status, 422, JSON.stringify(token).slice(0, 50))
    }
    t.equal((await browser().post('/verify-email')).status, 422)
    t.equal((await browser().get('/verify-email?token=a&token=b')).status, 200)
  })

  await t.test('a mailbox is not flooded: after five mails in an hour the answer stays the same and no more are sent', async t => {
    const flooded = browser()
    const pages = []
    for (let time = 0; time < 7; time++) {
      const { $, response } = await flooded.post('/sign-up', { ...form, email: 'flooded@example.com' })
      pages.push($('main').text() + response.cookies.map(({ name }) => name))
    }
    t.equal(new Set(pages).size, 1)
    await browser().post('/sign-up', { ...form, email: 'after@example.com' })
    await lastMailTo(w, 'after@example.com')
    t.ok((await mailsTo(w, 'flooded@example.com')).length <= 5)
    const { count } = await db.selectFrom('attempts').select('count').where('key', 'like', 'mailbox:%').orderBy('count', 'desc').limit(1).executeTakeFirstOrThrow()
    t.equal(count, 7, 'all were counted')
  })
})

t.test('a sign-up that cannot be accepted comes back with what was typed', async t => {
  const { visitor, db } = await world(t)
  const cases: [string, Record<string, string>, string[]][] = [
    ['all blank', { name: ' ', email: '', 'new-password': '' }, ['name', 'email', 'new-password']],
    ['no form at all', {}, ['name', 'email', 'new-password']],
    ['over-long', { name: 'x'.repeat(201), email: `${'x'.repeat(250)}@b.example`, 'new-password': 'x'.repeat(257) }, ['name', 'email', 'new-password']],
    ['a short password', { ...form, 'new-password': 'elevenchars' }, ['new-password']],
    ['a name that would begin another header', { ...form, name: 'Nora\r\nBcc: everybody@example.com' }, ['name']],
    ['two addresses', { ...form, email: 'a@b.example, c@d.example' }, ['email']],
    ['a name around the address', { ...form, email: 'Nora <nora@example.com>' }, ['email']],
    ['a line break in the address', { ...form, email: 'nora@example.com\nBcc: x@y.example' }, ['email']],
    ['an address made to take long', { ...form, email: `a@${'.'.repeat(200_000)}@` }, ['email']],
  ]
  for (const [name, typed, wrong] of cases) {
    const { status, $ } = await visitor.post('/sign-up', typed)
    t.equal(status, 422, name)
    t.strictSame($('[aria-invalid=true]').map((_, field) => $(field).attr('name')).get(), wrong, name)
    t.match($('title').text(), /^Error: /, name)
    t.equal($('[name=email]').val(), (typed['email'] ?? '').trim(), `${name}: the address is kept`)
    t.notOk($('[type=password]').val(), `${name}: the password is not`)
  }
  t.strictSame(await db.selectFrom('pending_sign_ups').selectAll().execute(), [])
  t.equal((await visitor.post('/sign-up', {}, swap('sign-up'))).status, 422)
})

t.test('a name is shown as it was typed, and is nothing else', async t => {
  const w = await world(t)
  await w.work()
  const name = '<script>alert(1)</script> {{7*7}} <%= 7*7 %> O’Brien'
  await w.visitor.post('/sign-up', { ...form, name })
  const { link, html } = await lastMailTo(w, form.email)
  t.notMatch(html, /<script/)
  await w.visitor.post('/verify-email', { token: tokenOf(link) })
  const { full_name } = await w.db.selectFrom('profiles').select('full_name').where('email', '=', form.email).executeTakeFirstOrThrow()
  t.equal(full_name, name)
  const { $, body } = await w.visitor.get('/')
  t.match($('h1').text(), /<script>alert\(1\)<\/script> \{\{7\*7\}\} <%= 7\*7 %> O’Brien/)
  t.notMatch(body, /<script>alert/)
})
