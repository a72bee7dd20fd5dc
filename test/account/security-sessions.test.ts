import { sql } from 'kysely'
import t from 'tap'
import { hashSessionId } from '../../src/sign-in/index.ts'
import { until } from '../support/until.ts'
import { password, world } from '../support/world.ts'

const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0' }
const hostile = { 'user-agent': '<script>alert(1)</script>/1.0 x' }

t.test('where somebody is signed in', async t => {
  const { db, app, services, ada, carl, visitor, browser } = await world(t)
  const signIn = async (headers = {}) => {
    const one = browser()
    await one.post('/sign-in', { email: ada.email, password }, headers)
    return one
  }
  const handleOf = async (one: { cookies: Record<string, string> }) =>
    (await db.selectFrom('sessions').select('handle').where('id', '=', hashSessionId(one.cookies['session'] ?? '')).executeTakeFirstOrThrow()).handle

  await t.test('is shown with browser and shortened address, this session first', async t => {
    const one = await signIn(firefox)
    await signIn(hostile)
    const { $, body } = await ada.get('/account/security')
    const lines = $('#sessions').parent().find('li').toArray().map(line => $(line).text())
    t.equal(lines.length, 3)
    t.match(lines[0], /Unknown browser.*This one/s)
    t.ok(lines.some(line => /Firefox on Windows.*127\.0\.0\.x/s.test(line)))
    t.notMatch(body, /alert\(1\)|127\.0\.0\.1/)
    t.notMatch(body, new RegExp(hashSessionId(one.cookies['session'] ?? '')), 'nothing of a session’s key is on the page')
    t.equal($('form[action$=removal]').length, 3, 'each other one, and all others at once')
  })

  await t.test('one is signed out, with what it had open, and no other', async t => {
    const one = await signIn(firefox)
    const handle = await handleOf(one)
    let ended = false
    services.live.keep({ id: ada.id, sessionId: hashSessionId(one.cookies['session'] ?? '') }, () => { ended = true })
    const submission = '00000000-0000-4000-8000-000000000001'
    t.equal((await visitor.post(`/account/security/sessions/${handle}/removal`)).location?.startsWith('/sign-in'), true)
    t.equal((await carl.post(`/account/security/sessions/${handle}/removal`)).status, 404)
    t.equal((await one.get('/tickets')).status, 200)
    for (let time = 0; time < 2; time++) t.equal((await ada.post(`/account/security/sessions/${handle}/removal`, { submission })).location, '/account/security')
    t.equal((await one.get('/tickets')).status, 303)
    await until(async () => ended)
    t.equal((await ada.get('/tickets')).status, 200)
    for (const bad of ['x', '%00', '00000000-0000-4000-8000-000000000009']) t.equal((await ada.post(`/account/security/sessions/${bad}/removal`)).status, 404, bad)
  })

  await t.test('all others are signed out at once', async t => {
    const one = await signIn()
    await ada.post('/account/security/other-sessions/removal')
    t.equal((await one.get('/tickets')).status, 303)
    t.equal((await ada.get('/tickets')).status, 200)
    t.equal((await carl.get('/tickets')).status, 200)
    t.equal((await ada.get('/account/security')).$('#sessions').parent().find('li').length, 1)
    const kinds = await db.selectFrom('activity').select('details').where('profile_id', '=', ada.id).where('kind', '=', 'sign-in:ended').orderBy('id').execute()
    t.strictSame(kinds.map(({ details }) => details['how']), ['session', 'others'])
  })

  await t.test('when it was last used is written down after the answer, once in ten minutes', async t => {
    const seen = async () => (await db.selectFrom('sessions').select('seen_at').where('id', '=', hashSessionId(ada.sessionId)).executeTakeFirstOrThrow()).seen_at.getTime()
    const set = async (minutes: number) => {
      await db.updateTable('sessions').set({ seen_at: sql`now() - make_interval(mins => ${minutes})` }).where('profile_id', '=', ada.id).execute()
      return seen()
    }
    const lately = await set(9)
    await ada.get('/tickets')
    await app.inject('/health/live')
    t.equal(await seen(), lately)
    const longAgo = await set(11)
    await ada.get('/tickets')
    await until(async () => await seen() > longAgo)
    t.ok(await seen() > lately)
  })
})

t.test('a browser that was never seen before', async t => {
  const { db, ada, carl, browser } = await world(t)
  const told = async () => db.selectFrom('mails').select(['kind', 'profile_id', 'details']).where('kind', '=', 'new-browser').execute()

  await t.test('is told of to its owner, once', async t => {
    const one = browser()
    for (let time = 0; time < 2; time++) {
      await one.post('/sign-in', { email: ada.email, password }, firefox)
      await one.post('/sign-out')
    }
    t.strictSame(await told(), [{ kind: 'new-browser', profile_id: ada.id, details: { name: ada.name, browser: 'Firefox', system: 'Windows', address: '127.0.0.x' } }])
    t.equal((await db.selectFrom('notifications').select('id').where('profile_id', '=', ada.id).where('event', '=', 'security').execute()).length, 1)
  })

  await t.test('is so for each person, and is not known by a cookie that somebody made up', async t => {
    const shared = browser()
    await shared.post('/sign-in', { email: ada.email, password })
    await shared.post('/sign-out')
    await shared.post('/sign-in', { email: carl.email, password })
    t.strictSame((await told()).map(({ profile_id }) => profile_id), [ada.id, ada.id, carl.id])
    const forged = browser()
    forged.cookies['browser'] = 'A'.repeat(22)
    await forged.post('/sign-in', { email: carl.email, password })
    t.equal((await told()).length, 4)
  })
})
