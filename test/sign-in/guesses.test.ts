import { sql } from 'kysely'
import t from 'tap'
import { networkOf } from '../../src/web/throttle.ts'
import type { Client } from '../support/client.ts'
import { password, world, type World } from '../support/world.ts'

const email = 'ada@example.com'

t.test('guessing at an account', async t => {
  const { browser, db, ada } = await world(t)
  const known = browser()
  t.equal((await known.post('/sign-in', { email, password })).status, 303)
  const [first, ...others] = await browsers(browser, 13)

  await t.test('is slowed down, however many guess at once and from however many browsers', async t => {
    const guesses = await Promise.all(others.map(one => one.post('/sign-in', { email, password: 'a guess at it' })))
    const statuses = guesses.map(({ status }) => status)
    t.strictSame([statuses.filter(status => status === 422).length, statuses.filter(status => status === 429).length], [10, 2])
    const slowed = guesses.find(({ status }) => status === 429)
    t.match(slowed?.$('.error-summary').text(), /Too many tries\. Wait 15 minutes/)
    t.equal(slowed?.$('[name=email]').val(), email)
    t.ok(Number(slowed?.response.headers['retry-after']) > 60)
  })

  await t.test('is over for a while even with the right password, which is not said to be right', async t => {
    const { status, $ } = await first.post('/sign-in', { email: 'ADA@example.com', password })
    t.equal(status, 429)
    t.match($('.error-summary').text(), /Too many tries/)
    t.notOk(first.cookies['session'])
  })

  await t.test('does not lock out the owner, in a browser that signed in before', async t => {
    await known.post('/sign-out')
    t.equal((await known.post('/sign-in', { email, password: 'a slip of the key' })).status, 422)
    t.equal((await known.post('/sign-in', { email, password })).status, 303)
  })

  await t.test('does not get easier by what a stranger makes of the cookie that tells a known browser', async t => {
    for (const forged of ['x', 'a.b', `${known.cookies['known']}x`, `x${known.cookies['known']}`]) {
      first.cookies['known'] = forged
      t.equal((await first.post('/sign-in', { email, password })).status, 429, forged)
    }
  })

  await t.test('is limited in a known browser too', async t => {
    const statuses = []
    for (let time = 0; time < 12; time++) statuses.push((await known.post('/sign-in', { email, password: 'a guess at it' })).status)
    t.strictSame(statuses, [...Array<number>(10).fill(422), 429, 429])
  })

  await t.test('starts anew after the time is over', async t => {
    await db.updateTable('attempts').set({ started_at: new Date(Date.now() - 901_000) }).execute()
    t.equal((await first.post('/sign-in', { email, password })).status, 303)
  })

  t.equal((await ada.get('/tickets')).status, 200, 'who is signed in notices nothing of all this')
})

t.test('guessing at many accounts from one address', async t => {
  const { app, browser, db, ada, carl } = await world(t)
  const strangers: number[] = []
  for (const one of await browsers(browser, 12)) strangers.push((await one.post('/sign-in', { email: 'nobody@example.com', password })).status)
  t.strictSame(strangers, [...Array<number>(10).fill(422), 429, 429], 'an address without an account is slowed down like one with')
  await db.deleteFrom('attempts').execute()

  const known = browser()
  await known.post('/sign-in', { email, password })
  const guesser = browser()
  const statuses = []
  for (let time = 0; time < 52; time++) statuses.push((await guesser.post('/sign-in', { email: `person${time}@example.com`, password })).status)
  t.strictSame([statuses.indexOf(429), statuses.lastIndexOf(422)], [50, 49], 'is slowed down after fifty')
  t.equal((await guesser.post('/sign-in', { email: carl.email, password })).status, 429)
  t.equal((await known.post('/sign-in', { email: ada.email, password })).status, 303, 'but not a known browser behind the same address')

  const elsewhere = await from(app, '203.0.113.9', await guesser.proof(), guesser.cookies)
  t.equal(elsewhere, 303, 'nor another address')
  t.equal((await db.selectFrom('attempts').select('count').where('key', '=', 'address:203.0.113.9').executeTakeFirstOrThrow()).count, 0, 'where a right password counts as no guess')

  await db.deleteFrom('attempts').execute()
  const shared = browser()
  for (const { email } of [ada, carl, ada]) t.equal((await shared.post('/sign-in', { email, password })).status, 303)
  const devices = async () => (await db.selectFrom('attempts').select('key').where('key', 'like', 'device:%').execute()).length
  for (const [at, { email }] of [ada, carl].entries()) {
    await shared.post('/sign-in', { email, password: 'a slip of the key' })
    t.equal(await devices(), at + 1, 'a browser that two people use knows both')
  }
})

t.test('what the database takes for one address is counted as one', async t => {
  const { browser, db } = await world(t)
  const one = browser()
  const variants = ['iris@example.com', 'IRIS@example.com', 'İris@example.com', 'élise@example.com', 'Élise@example.com', 'ſasha@example.com', 'sasha@example.com', 'kim@example.com', '\u212Aim@example.com']
  for (const email of variants) {
    await one.post('/sign-in', { email, password })
    await one.post('/forgotten-password', { email })
  }
  const { rows } = await sql<{ same: string }>`select distinct lower(address) as same from unnest(${variants}::text[]) as address`.execute(db)
  for (const kind of ['account', 'mailbox']) {
    t.equal((await db.selectFrom('attempts').select('key').where('key', 'like', `${kind}:%`).execute()).length, rows.length, kind)
  }
})

t.test('the address that counts is the one the network tells', async t => {
  t.equal(networkOf('192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2:ffff::1'), 'one customer has 2^64 addresses of IPv6')
  t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))

  const { browser, db } = await world(t)
  await browser().post('/sign-in', { email, password: 'a guess at it' }, { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' })
  t.strictSame((await db.selectFrom('attempts').select('key').where('key', 'like', 'address:%').execute()).map(({ key }) => key), ['address:127.0.0.1'], 'not what the sender writes')
})

t.test('behind a proxy that we trust, its word counts', async t => {
  const { browser, db } = await world(t, { TRUST_PROXY: '127.0.0.1' })
  await browser().post('/sign-in', { email, password: 'a guess at it' }, { 'x-forwarded-for': '10.9.9.9, 198.51.100.1' })
  t.strictSame((await db.selectFrom('attempts').select('key').where('key', 'like', 'address:%').execute()).map(({ key }) => key), ['address:198.51.100.1'])
})

/** Browsers that have opened the page already, so that they can all post at once. */
async function browsers(browser: World['browser'], count: number): Promise<[Client, ...Client[]]> {
  const [first, ...rest] = Array.from({ length: count }, browser)
  if (first === undefined) throw new Error('no browser')
  for (const one of [first, ...rest]) await one.get('/sign-in')
  return [first, ...rest]
}

async function from(app: World['app'], remoteAddress: string, proof: Record<string, string>, cookies: Record<string, string>): Promise<number> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ') }
  return (await app.inject({ method: 'POST', url: '/sign-in', remoteAddress, headers, payload: new URLSearchParams({ ...proof, email: 'carl@example.com', password }).toString() })).statusCode
}
