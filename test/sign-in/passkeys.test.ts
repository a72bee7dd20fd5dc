import t from 'tap'
import type { Client } from '../support/client.ts'
import { problems } from '../support/tickets.ts'
import { origin, password, world, type Someone } from '../support/world.ts'
import { setUp } from './app.ts'
import { securityKey, type SecurityKey } from './security-key.ts'

const page = '/account/security/passkeys'
const host = new URL(origin).hostname
const here = { origin, host }

/** What the page hands to the browser. */
async function offered(who: Client): Promise<{ challenge: string; user: { id: string }; excludeCredentials: unknown[] }> {
  const { $ } = await who.get(`${page}/new`)
  const { options } = JSON.parse($('[data-passkey]').attr('data-passkey') ?? '{}') as { options: { challenge: string; user: { id: string }; excludeCredentials: unknown[] } }
  return options
}

async function add(who: Client, key: SecurityKey, name = 'Blue key'): Promise<void> {
  await who.post(`${page}/new`, { name, password })
  const { challenge } = await offered(who)
  const { location } = await who.post(page, { credential: key.make({ challenge, ...here }) })
  if (location !== '/account/security') throw new Error(`The passkey was not added: ${location}`)
}

async function challenged(one: Client): Promise<string> {
  return (JSON.parse((await one.get('/sign-in/passkey')).body) as { challenge: string }).challenge
}

t.test('adding a passkey', async t => {
  const { db, ada, carl, grace, visitor } = await world(t)
  const passkeys = async () => db.selectFrom('passkeys').select('name').execute()
  const key = securityKey()

  await t.test('is for who is signed in, and takes a name and the password', async t => {
    t.equal((await visitor.get(`${page}/new`)).status, 303)
    const blank = await ada.post(`${page}/new`, {})
    t.equal(blank.status, 422)
    t.strictSame(Object.keys(problems(blank)), ['name', 'password'])
    const refused = await ada.post(`${page}/new`, { name: 'Blue key', password: 'not her password' })
    t.equal(refused.status, 422)
    t.equal(refused.$('[name=name]').val(), 'Blue key')
    t.notMatch(refused.body, /not her password/)
    for (const name of ['x'.repeat(61), 'two\nlines', '\u2028']) t.equal((await ada.post(`${page}/new`, { name, password })).status, 422)
    t.equal((await ada.get(`${page}/new`)).$('[data-passkey]').length, 0)
  })

  await t.test('offers a challenge of that session, and takes its answer once', async t => {
    t.equal((await ada.post(`${page}/new`, { name: 'Blue <key>', password })).location, `${page}/new`)
    const { challenge } = await offered(ada)
    t.equal((await carl.get(`${page}/new`)).$('[data-passkey]').length, 0)
    const form = { credential: key.make({ challenge, ...here }), submission: '00000000-0000-4000-8000-000000000001' }
    t.equal((await carl.post(page, form)).location, `${page}/new`, 'another’s answer adds nothing')
    t.equal((await ada.post(page, form)).location, '/account/security')
    t.equal((await ada.post(page, form)).location, '/account/security', 'sent twice, it is added once')
    t.strictSame(await passkeys(), [{ name: 'Blue <key>' }])
    t.match((await ada.get('/account/security')).$('main').text(), /Blue <key>/)
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'passkey-added').execute()).length, 1)
    t.equal((await ada.post(page, { ...form, submission: '' })).location, `${page}/new`, 'and the challenge is used up')
  })

  await t.test('refuses what was made elsewhere, for another challenge, or without its owner', async t => {
    const other = securityKey()
    const wrongs = [
      { origin: 'https://evil.example', host }, { origin, host: 'evil.example' }, { ...here, flags: 0x01 }, { ...here, flags: 0x04 }, { ...here, challenge: 'AAAA' },
    ]
    for (const wrong of wrongs) {
      await grace.post(`${page}/new`, { name: 'Stolen', password })
      const { challenge } = await offered(grace)
      t.equal((await grace.post(page, { credential: other.make({ challenge, ...wrong }) })).location, `${page}/new`, JSON.stringify(wrong))
      t.equal((await grace.get(`${page}/new`)).$('[data-passkey]').length, 0, 'and the offer is gone')
    }
    for (const credential of ['', '{}', 'null', '[]', '"x"', '{"id":{}}', 'x'.repeat(100_000), '{"response":null}']) {
      await grace.post(`${page}/new`, { name: 'Stolen', password })
      t.equal((await grace.post(page, { credential })).location, `${page}/new`, credential.slice(0, 20))
      await db.deleteFrom('attempts').execute()
    }
    t.equal((await passkeys()).length, 1)
  })

  await t.test('refuses a key that is somebody’s already, and an offer that is too old', async t => {
    await carl.post(`${page}/new`, { name: 'The same', password })
    t.equal((await carl.post(page, { credential: key.make({ challenge: (await offered(carl)).challenge, ...here }) })).location, `${page}/new`)
    await carl.post(`${page}/new`, { name: 'Too late', password })
    const { challenge } = await offered(carl)
    await db.updateTable('passkey_offers').set({ expires_at: new Date(Date.now() - 1_000) }).execute()
    t.equal((await carl.post(page, { credential: securityKey().make({ challenge, ...here }) })).location, `${page}/new`)
    t.equal((await passkeys()).length, 1)
  })
})

t.test('signing in with a passkey', async t => {
  const w = await world(t)
  const { db, ada, carl, browser } = w
  const key = securityKey()
  await add(ada, key)
  const as = async (one: Client, change: Record<string, unknown> = {}, who: Someone = ada) => one.post('/sign-in/passkey', { credential: key.answer({ challenge: await challenged(one), personId: who.id, ...here, ...change }), next: '/tickets' })

  await t.test('takes nothing else, and leads to where one wanted to go', async t => {
    const one = browser()
    const { status, location } = await as(one)
    t.equal(status, 303)
    t.equal(location, '/tickets')
    t.match((await one.get('/account/security')).$('main').text(), /Last used on/)
    t.equal((await db.selectFrom('activity').select('kind').where('kind', '=', 'sign-in:passkey').execute()).length, 1)
  })

  await t.test('is both steps in one', async t => {
    await setUp(ada)
    const one = browser()
    t.equal((await as(one)).location, '/tickets')
    t.equal((await one.get('/tickets')).status, 200)
  })

  await t.test('takes no answer twice, not even at once', async t => {
    const one = browser()
    const credential = key.answer({ challenge: await challenged(one), personId: ada.id, ...here })
    await one.get('/sign-in')
    const statuses = await Promise.all([browser(), browser(), one].map(async each => (await each.post('/sign-in/passkey', { credential })).status))
    t.strictSame(statuses.sort(), [303, 422, 422])
  })

  await t.test('refuses another site, another challenge, another person, and a key without its owner', async t => {
    const refused: Record<string, unknown>[] = [
      { origin: 'https://evil.example' }, { host: 'evil.example' }, { flags: 0x01 }, { challenge: 'AAAA' }, { personId: carl.id },
      { challenge: Buffer.alloc(64).toString('base64url') },
    ]
    for (const change of refused) {
      const one = browser()
      const { status, $ } = await as(one, change)
      t.equal(status, 422, JSON.stringify(change))
      t.match($('.error-summary').text(), /does not work here/)
      t.equal(one.cookies['session'], undefined)
    }
    for (const credential of ['', '{}', 'null', '{"id":"x"}', '{"id":["ada"]}', `{"id":"${'x'.repeat(9_000)}"}`, 'x'.repeat(200_000)]) t.equal((await browser().post('/sign-in/passkey', { credential })).status, 422, credential.slice(0, 20))
    await db.deleteFrom('attempts').execute()
  })

  await t.test('refuses a copy of the key, which counts no further', async t => {
    t.equal((await as(browser())).status, 303)
    t.equal((await as(browser(), { counts: false })).status, 422)
  })

  await t.test('refuses a challenge that is too old', async t => {
    const { newChallenge } = await import('../../src/sign-in/passkeys/challenge.ts')
    const { createKeys } = await import('../../src/sign-in/index.ts')
    const keys = createKeys(w.services.secret)
    t.equal((await as(browser(), { challenge: newChallenge(keys, Date.now() - 301_000) })).status, 422)
    t.equal((await as(browser(), { challenge: newChallenge(createKeys('somebody else’s secret of some length')) })).status, 422)
    t.equal((await as(browser(), { challenge: newChallenge(keys, Date.now() - 200_000) })).status, 303)
  })

  await t.test('leads to no other site and needs the proof of our form', async t => {
    const one = browser()
    const credential = () => challenged(one).then(challenge => key.answer({ challenge, personId: ada.id, ...here }))
    t.equal((await one.post('/sign-in/passkey', { credential: await credential(), _csrf: 'x' })).status, 403)
    t.equal((await one.post('/sign-in/passkey', { credential: await credential(), next: '//evil.example' })).location, '/')
  })

  await t.test('is slowed down', async t => {
    await db.deleteFrom('attempts').execute()
    const statuses = new Set<number>()
    for (let time = 0; time < 51; time++) statuses.add((await browser().post('/sign-in/passkey', { credential: '{}' })).status)
    t.strictSame([...statuses], [422, 429])
  })
})

t.test('a passkey of one’s own', async t => {
  const { db, ada, carl } = await world(t)
  const key = securityKey()
  await add(ada, key)
  const { id } = await db.selectFrom('passkeys').select('id').executeTakeFirstOrThrow()

  await t.test('is nobody else’s to see, rename or remove', async t => {
    t.equal((await carl.get(`${page}/${id}`)).status, 404)
    t.equal((await carl.post(`${page}/${id}`, { name: 'Mine' })).status, 404)
    t.equal((await carl.post(`${page}/${id}/removal`, { password })).status, 404)
    for (const bad of ['x', '%00', id.toUpperCase(), `${id}x`]) t.equal((await ada.get(`${page}/${bad}`)).status, 404, bad)
    t.strictSame(await db.selectFrom('passkeys').select('name').execute(), [{ name: 'Blue key' }])
  })

  await t.test('gets another name', async t => {
    for (const name of ['', 'x'.repeat(61), 'a\nb']) t.equal((await ada.post(`${page}/${id}`, { name })).status, 422)
    t.equal((await ada.post(`${page}/${id}`, { name: 'مفتاح 🔑' })).location, '/account/security')
    t.match((await ada.get('/account/security')).body, /مفتاح 🔑/)
  })

  await t.test('is removed with the password, once, and signs in no more', async t => {
    t.equal((await ada.post(`${page}/${id}/removal`, { password: 'not her password' })).status, 422)
    const submission = String((await ada.get(`${page}/${id}`)).$('form[name=remove] [name=submission]').val())
    for (let time = 0; time < 2; time++) t.equal((await ada.post(`${page}/${id}/removal`, { password, submission })).location, '/account/security')
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'passkey-removed').execute()).length, 1)
    const credential = key.answer({ challenge: await challenged(carl), personId: ada.id, ...here })
    t.equal((await carl.post('/sign-in/passkey', { credential })).status, 422)
  })
})
