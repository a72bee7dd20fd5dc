import t from 'tap'
import { swap, type Client } from '../support/client.ts'
import { password, world } from '../support/world.ts'

t.test('signing in', async t => {
  const { app, db, ada, browser } = await world(t)
  const stored = () => db.selectFrom('sessions').select('id').where('profile_id', '=', ada.id).execute()

  await t.test('with the right password leads to the start page, or to where one was going', async t => {
    const right = await browser().post('/sign-in', { email: ada.email, password })
    t.equal(right.status, 303)
    t.equal(right.location, '/')
    t.equal((await browser().post('/sign-in', { email: ' ADA@example.com ', password, next: '/tickets?status=open' })).location, '/tickets?status=open')
    t.equal((await browser().post('/sign-in', { email: ada.email, password, next: '/tickets' }, swap('main'))).location, '/tickets', 'for htmx too')
  })

  await t.test('with a wrong password and with an unknown address gives one and the same answer', async t => {
    const wrong = await browser().post('/sign-in', { email: ada.email, password: 'not her password' })
    const unknown = await browser().post('/sign-in', { email: 'nobody@example.com', password: 'not her password' })
    t.equal(wrong.status, 422)
    t.equal(unknown.status, wrong.status)
    const page = ({ $ }: typeof wrong) => {
      $('[name=_csrf], [name=email]').removeAttr('value')
      return $('body').html()
    }
    t.equal(page(unknown), page(wrong))
    t.match(wrong.$('.error-summary').text(), /do not belong together/)
    t.equal(headersOf(unknown), headersOf(wrong))
  })

  await t.test('keeps the address in a refused form and the password out of it', async t => {
    const { $, body } = await browser().post('/sign-in', { email: ada.email, password: 'not her password', next: '/tickets' })
    t.equal($('[name=email]').val(), ada.email)
    t.equal($('[name=next]').val(), '/tickets')
    t.notMatch(body, /not her password/)
    t.match($('title').text(), /^Error: /)
  })

  await t.test('refuses blank, over-long and hostile input with a word beside the field', async t => {
    const cases: [Record<string, string>, number][] = [
      [{}, 422], [{ email: '', password: '' }, 422], [{ email: ada.email, password: '' }, 422], [{ email: 'ada', password }, 422],
      [{ email: ada.email, password: 'x'.repeat(100_000) }, 422], [{ email: `${'a'.repeat(100_000)}@b.example`, password }, 422],
      [{ email: "' or 1=1 --@example.com", password }, 422], [{ email: ada.email, password: "' or '1'='1" }, 422],
      [{ email: `ada@example.com\0`, password: `${password}x` }, 422],
    ]
    for (const [typed, expected] of cases) {
      const { status, $ } = await browser().post('/sign-in', typed)
      t.equal(status, expected, JSON.stringify(typed).slice(0, 60))
      t.ok($('[aria-invalid=true]').length > 0)
    }
    t.equal((await browser().post('/sign-in', { email: [ada.email, 'carl@example.com'], password: ['x', password] })).status, 422, 'of a field sent twice the first counts')
  })

  await t.test('takes the password to the letter', async t => {
    for (const nearly of [` ${password}`, `${password} `, password.toUpperCase(), password.slice(0, -1)]) {
      t.equal((await browser().post('/sign-in', { email: ada.email, password: nearly })).status, 422, `“${nearly}”`)
    }
    await db.deleteFrom('attempts').execute()
  })

  await t.test('gives a new session each time and ends the one this browser had', async t => {
    const one = browser()
    await one.post('/sign-in', { email: ada.email, password })
    const { session: first = '' } = one.cookies
    await one.post('/sign-in', { email: ada.email, password })
    const { session: second = '' } = one.cookies
    t.not(second, first)
    t.equal((await asWith(first)).status, 303, 'the old one opens nothing')
    t.equal((await asWith(second)).status, 200)
  })

  await t.test('does not take over a session id that somebody planted', async t => {
    const planted = browser()
    const proof = await planted.proof()
    planted.cookies['session'] = 'abcdefghijklmnopqrstuvwxyz'
    t.equal((await planted.post('/sign-in', { ...proof, email: ada.email, password })).status, 303)
    t.not(planted.cookies['session'], 'abcdefghijklmnopqrstuvwxyz')
    t.equal((await asWith('abcdefghijklmnopqrstuvwxyz')).status, 303)
  })

  await t.test('stores no id that would open a session', async t => {
    const one = browser()
    await one.post('/sign-in', { email: ada.email, password })
    const { session = '' } = one.cookies
    t.ok(session.length >= 32, 'long enough not to be guessed')
    const ids = (await stored()).map(({ id }) => id)
    t.notOk(ids.includes(session))
    for (const id of ids) t.equal((await asWith(id)).status, 303)
  })

  await t.test('shows its page to visitors, and leads others on', async t => {
    t.equal((await browser().get('/sign-in')).status, 200)
    t.equal((await ada.get('/sign-in?next=/tickets/new')).location, '/tickets/new')
    t.equal((await browser().get('/tickets?q=a%20b')).location, '/sign-in?next=%2Ftickets%3Fq%3Da%2520b')
    t.equal((await browser().get('/tickets', { ...swap('ticket-list'), 'hx-current-url': 'http://support.test/tickets?status=open' })).location, '/sign-in?next=%2Ftickets%3Fstatus%3Dopen')
    t.equal((await browser().get('/tickets', { ...swap('ticket-list'), 'hx-current-url': 'https://evil.example/' })).location, '/sign-in')
  })

  await t.test('without cookies ends on a page that says so, and goes round in no circle', async t => {
    const page = await app.inject({ method: 'GET', url: '/sign-in' })
    const proof = Object.fromEntries([...page.body.matchAll(/name="(_csrf|author)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    const answer = await app.inject({ method: 'POST', url: '/sign-in', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ ...proof, email: ada.email, password }).toString() })
    t.equal(answer.statusCode, 403)
    t.match(answer.body, /Allow cookies for this site/)
    t.notMatch(answer.body, new RegExp(password))
  })

  async function asWith(session: string) {
    const one: Client = browser()
    one.cookies['session'] = session
    return one.get('/account/security')
  }
})

function headersOf({ response }: { response: { headers: Record<string, unknown> } }): string {
  return Object.keys(response.headers).sort().join()
}

t.test('signing out', async t => {
  const { ada, db, visitor } = await world(t)
  const session = ada.cookies['session'] ?? ''
  t.equal((await ada.get('/sign-out')).status, 303, 'looking at the address does nothing')
  t.equal((await ada.get('/account/security')).status, 200)

  const { status, location, response } = await ada.post('/sign-out')
  t.equal(status, 303)
  t.equal(location, '/')
  t.equal(response.headers['clear-site-data'], '"cache"')
  t.notOk(ada.cookies['session'], 'the browser forgets the session')
  t.match((await ada.get('/')).$('main').text(), /You are signed out/)
  visitor.cookies['session'] = session
  t.equal((await visitor.get('/account/security')).status, 303, 'and so does the server')
  t.strictSame(await db.selectFrom('sessions').select('id').where('profile_id', '=', ada.id).execute(), [])
  t.equal((await ada.post('/sign-out')).status, 303, 'a second time changes nothing')
})
