import t from 'tap'
import { codeOf, setUp } from '../sign-in/app.ts'
import { problems } from '../support/tickets.ts'
import { password, world } from '../support/world.ts'

const page = '/account/security/second-step'

t.test('setting up an authenticator app', async t => {
  const { db, ada, carl, visitor, browser } = await world(t)
  const secretOn = async (who = ada) => (await who.get(page)).$('main code').text()

  await t.test('is for who is signed in, and asks for the password', async t => {
    t.equal((await visitor.get(page)).status, 303)
    t.match((await ada.get(page)).$('main').text(), /every half minute/)
    for (const typed of ['', 'not her password', 'x'.repeat(3_000)]) {
      const answer = await ada.post(page, { password: typed })
      t.equal(answer.status, 422)
      t.match(problems(answer)['password'], /password/)
      t.notMatch(answer.body, /not her password/)
    }
    t.strictSame(await db.selectFrom('authenticators').select('secret').execute(), [])
  })

  await t.test('shows a QR code made here and the same key as text, in that session only', async t => {
    await ada.post(page, { password })
    const { $, response } = await ada.get(page)
    t.equal(response.headers['cache-control'], 'no-store')
    const secret = $('main code').text()
    t.match(secret, /^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    const picture = await ada.get(String($('main img').attr('src')))
    t.match(picture.response.headers['content-type'], /^image\/svg\+xml/)
    t.equal(picture.response.headers['cache-control'], 'no-store')
    t.match(picture.body, /^<svg/)
    await ada.post(page, { password })
    t.equal(await secretOn(), secret, 'the same form sent twice begins once')
    const elsewhere = browser()
    await elsewhere.post('/sign-in', { email: ada.email, password })
    t.equal(await secretOn(elsewhere as typeof ada), '')
    t.equal((await elsewhere.get(`${page}/qr.svg`)).status, 303)
    t.equal(await secretOn(carl), '')
  })

  await t.test('is not done before the first right code', async t => {
    for (const code of ['', '12345', 'x'.repeat(1_000)]) t.equal((await ada.post(`${page}/confirmation`, { code })).status, 422)
    t.equal((await browser().post('/sign-in', { email: ada.email, password })).location, '/')
  })

  await t.test('gives ten recovery codes with the first right code, and the same ones to the same form', async t => {
    const { $ } = await ada.get(page)
    const form = { code: codeOf(await secretOn()), submission: String($('main [name=submission]').val()) }
    const elsewhere = browser()
    await elsewhere.post('/sign-in', { email: ada.email, password })
    const codes = async () => {
      const answer = await ada.post(`${page}/confirmation`, form)
      return answer.$('main li code').toArray().map(code => answer.$(code).text())
    }
    const first = await codes()
    t.equal(first.length, 10)
    t.ok(first.every(code => /^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$/.test(code)))
    t.strictSame(await codes(), first)
    t.equal((await elsewhere.get('/tickets')).status, 303, 'who signed in with a password alone is signed out')
    t.equal((await ada.get('/tickets')).status, 200)
    t.strictSame((await db.selectFrom('activity').select('kind').where('profile_id', '=', ada.id).where('kind', 'like', 'security:%').execute()), [{ kind: 'security:second-step-on' }])
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'second-step-on').execute()).length, 1)
  })

  await t.test('shows the secret and the codes never again', async t => {
    const { $, body } = await ada.get(page)
    t.equal($('main code').length, 0)
    t.match(body, /10 recovery codes are left/)
    t.equal((await ada.get(`${page}/qr.svg`)).status, 303)
    await ada.post(page, { password })
    t.equal(await secretOn(), '')
    await db.updateTable('authenticators').set({ recovery_made_at: new Date(Date.now() - 3_600_000) }).execute()
    t.equal((await ada.post(`${page}/confirmation`, { code: '123456' })).status, 422)
  })

  await t.test('waits no longer than an hour for its first code', async t => {
    await carl.post(page, { password })
    const secret = await secretOn(carl)
    await db.updateTable('authenticators').set({ started_at: new Date(Date.now() - 3_601_000) }).where('profile_id', '=', carl.id).execute()
    t.equal(await secretOn(carl), '')
    t.equal((await carl.post(`${page}/confirmation`, { code: codeOf(secret) })).status, 422)
  })
})

t.test('living with an authenticator app', async t => {
  const { db, ada, carl } = await world(t)
  const { secret, recovery } = await setUp(ada)

  await t.test('new recovery codes take the password, and end the old ones', async t => {
    t.equal((await ada.post(`${page}/recovery-codes`, { password: 'not her password' })).status, 422)
    const submission = String((await ada.get(`${page}/recovery-codes`)).$('main [name=submission]').val())
    const renew = async () => {
      const { $ } = await ada.post(`${page}/recovery-codes`, { password, submission })
      return $('main li code').toArray().map(code => $(code).text())
    }
    const fresh = await renew()
    t.equal(new Set([...fresh, ...recovery]).size, 20)
    t.strictSame(await renew(), fresh)
    await db.updateTable('authenticators').set({ recovery_made_at: new Date(Date.now() - 601_000) }).execute()
    t.equal(new Set([...await renew(), ...fresh]).size, 20, 'an old form brings no old codes back')
    t.equal((await db.selectFrom('recovery_codes').select('code_hash').execute()).length, 10)
  })

  await t.test('switching it off takes the password and a code', async t => {
    await db.updateTable('authenticators').set({ last_step: 0 }).execute()
    const tries = [{}, { password }, { code: codeOf(secret) }, { password, code: '000' }, { password: 'not her password', code: codeOf(secret) }, { password, code: recovery[0] ?? '' }]
    for (const fields of tries) t.equal((await ada.post(`${page}/removal`, fields)).status, 422, Object.keys(fields).join())
    t.match((await ada.get('/account/security')).$('main').text(), /Signing in takes a code/)
    t.equal((await ada.post(`${page}/removal`, { password, code: codeOf(secret) })).location, '/account/security')
    t.equal((await ada.post(`${page}/removal`, { password, code: codeOf(secret) })).status, 303, 'twice does it once')
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'second-step-off').execute()).length, 1)
    t.strictSame(await db.selectFrom('recovery_codes').selectAll().execute(), [])
  })

  await t.test('without one there is nothing to renew or switch off', async t => {
    for (const what of ['removal', 'recovery-codes']) {
      t.equal((await carl.get(`${page}/${what}`)).location, '/account/security')
      t.equal((await carl.post(`${page}/${what}`, { password, code: '123456' })).location, '/account/security')
    }
  })
})

t.test('where staff must have a second step', async t => {
  const w = await world(t, { REQUIRE_SECOND_STEP_FOR_STAFF: '1' })
  const { ada, grace, mona } = w

  await t.test('they are led to set it up before they may do anything as staff', async t => {
    for (const who of [grace, mona]) {
      const { status, location } = await who.get('/desk')
      t.equal(status, 303)
      t.equal(location, page)
    }
    t.match((await grace.get(page)).$('main').text(), /Set it up first/)
    const { status, body } = await grace.post('/desk/help/synonyms', { words: 'Words that took a while' })
    t.equal(status, 403)
    t.match(body, /Words that took a while/, 'what was typed comes back')
  })

  await t.test('their own account stays open to them, and customers notice nothing', async t => {
    t.equal((await grace.get('/account/security')).status, 200)
    t.equal((await ada.get('/tickets')).status, 200)
    t.equal((await ada.get('/desk')).status, 403)
  })

  await t.test('with one they are let in', async t => {
    await setUp(grace)
    t.equal((await grace.get('/desk')).status, 200)
    t.equal((await mona.get('/desk')).status, 303)
  })

  await t.test('whoever signs in without one is led there, and then on to the desk', async t => {
    const browser = w.browser()
    const { location = '' } = await browser.post('/sign-in', { email: mona.email, password })
    t.equal((await browser.get((await browser.get(location)).location ?? '')).location, page)
    await setUp(browser)
    t.equal((await browser.get('/desk')).status, 200)
  })
})
