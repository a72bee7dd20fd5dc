import t from 'tap'
import { hashSessionId } from '../../src/sign-in/index.ts'
import { hashPassword } from '../../src/sign-in/passwords.ts'
import { holdPassword, setPassword, sweepSignIn } from '../../src/sign-in/store.ts'
import { password, world } from '../support/world.ts'

const days = (count: number) => new Date(Date.now() + count * 86_400_000)

t.test('a session', async t => {
  const { db, ada, visitor, browser } = await world(t)
  const stored = db.updateTable('sessions').where('id', '=', hashSessionId(ada.sessionId))
  const expiry = async () => (await db.selectFrom('sessions').select('expires_at').where('id', '=', hashSessionId(ada.sessionId)).executeTakeFirst())?.expires_at

  await t.test('in its first half is left as it is', async t => {
    const before = await expiry()
    const { response } = await ada.get('/account/security')
    t.notOk(response.cookies.find(({ name }) => name === 'session'))
    t.strictSame(await expiry(), before)
  })

  await t.test('in its second half is renewed for thirty days, cookie and all', async t => {
    await stored.set({ expires_at: days(14) }).execute()
    const { response } = await ada.get('/account/security')
    const cookie = response.cookies.find(({ name }) => name === 'session')
    t.equal(cookie?.value, ada.sessionId)
    t.equal(cookie?.maxAge, 30 * 86_400)
    t.ok((await expiry() ?? 0) > days(29))
  })

  await t.test('ends when it was not used for thirty days', async t => {
    await stored.set({ expires_at: days(-0.01) }).execute()
    t.equal((await ada.get('/account/security')).location, '/sign-in?next=%2Faccount%2Fsecurity')
    t.equal(await expiry(), undefined)
  })

  await t.test('ends after ninety days, however much it was used', async t => {
    await visitor.post('/sign-in', { email: ada.email, password })
    const { session = '' } = visitor.cookies
    const young = db.updateTable('sessions').where('id', '=', hashSessionId(session))
    await young.set({ created_at: days(-89), expires_at: days(29) }).execute()
    t.equal((await visitor.get('/account/security')).status, 200)
    await young.set({ created_at: days(-90.01), expires_at: days(29) }).execute()
    t.equal((await visitor.get('/account/security')).status, 303)
  })

  await t.test('shows what its person is now, not what they were at sign-in', async t => {
    const again = browser()
    await again.post('/sign-in', { email: ada.email, password })
    t.equal((await again.get('/desk')).status, 403)
    await db.updateTable('profiles').set({ role: 'agent' }).where('id', '=', ada.id).execute()
    t.equal((await again.get('/desk')).status, 200)
  })
})

t.test('a session asked for with the old password cannot slip past the change of it', async t => {
  const { db, ada, visitor } = await world(t)
  const { password_hash: old } = await db.selectFrom('credentials').select('password_hash').where('profile_id', '=', ada.id).executeTakeFirstOrThrow()
  await setPassword(db, ada.id, await hashPassword('another horse battery'))
  t.notOk(await db.transaction().execute(trx => holdPassword(trx, ada.id, old)))
  t.equal((await visitor.post('/sign-in', { email: ada.email, password })).status, 422)
  t.equal((await visitor.post('/sign-in', { email: ada.email, password: 'another horse battery' })).status, 303)
})

t.test('cookies', async t => {
  await t.test('over http are out of reach for scripts and other sites', async t => {
    const { visitor } = await world(t)
    const { response: page } = await visitor.get('/sign-in')
    const { response } = await visitor.post('/sign-in', { email: 'ada@example.com', password })
    for (const cookie of [...page.cookies, ...response.cookies]) {
      t.match(cookie, { httpOnly: true, sameSite: 'Lax', path: '/' }, cookie.name)
      t.notOk(cookie.secure || cookie.domain, cookie.name)
    }
    t.strictSame([...page.cookies, ...response.cookies].map(({ name }) => name).sort(), ['browser', 'csrf', 'known', 'session'])
  })

  await t.test('over https are bound to this host as well', async t => {
    const { visitor } = await world(t, { BASE_URL: 'https://support.test' })
    const { response: page } = await visitor.get('/sign-in')
    const { response } = await visitor.post('/sign-in', { email: 'ada@example.com', password })
    const out = await visitor.post('/sign-out')
    const up = await visitor.post('/sign-up', { name: 'Nora', email: 'nora@example.com', 'new-password': password })
    const cookies = [...page.cookies, ...response.cookies, ...out.response.cookies, ...up.response.cookies]
    for (const cookie of cookies) {
      t.match(cookie, { name: /^__Host-/, httpOnly: true, secure: true, sameSite: 'Lax', path: '/' }, cookie.name)
      t.notOk(cookie.domain, cookie.name)
    }
    t.strictSame([...new Set(cookies.map(({ name }) => name))].sort(), ['__Host-browser', '__Host-csrf', '__Host-known', '__Host-session', '__Host-sign-up', '__Host-toasts'])
    t.equal(response.headers['strict-transport-security'], 'max-age=31536000; includeSubDomains')
  })
})

t.test('the sweep removes what has run out and keeps the rest', async t => {
  const { db, ada } = await world(t)
  const old = days(-2)
  await db.insertInto('sessions').values({ id: 'old', profile_id: ada.id, expires_at: old }).execute()
  await db.insertInto('pending_sign_ups').values([{ email: 'old@example.com', full_name: 'Old', password_hash: '', expires_at: old }, { email: 'new@example.com', full_name: 'New', password_hash: '' }]).execute()
  await db.insertInto('password_resets').values([{ token_hash: 'old', profile_id: ada.id, expires_at: old }, { token_hash: 'new', profile_id: ada.id }]).execute()
  await db.insertInto('attempts').values([{ key: 'old', started_at: old }, { key: 'new' }]).execute()
  await sweepSignIn(db)
  t.equal((await ada.get('/account/security')).status, 200)
  t.strictSame(await db.selectFrom('sessions').select('id').where('id', '=', 'old').execute(), [])
  t.strictSame(await db.selectFrom('pending_sign_ups').select('email').execute(), [{ email: 'new@example.com' }])
  t.strictSame(await db.selectFrom('password_resets').select('token_hash').execute(), [{ token_hash: 'new' }])
  t.strictSame(await db.selectFrom('attempts').select('key').execute(), [{ key: 'new' }])
})
