import t from 'tap'
import { password, world, type World } from '../support/world.ts'
import { codeOf, freeSteps, halfway, setUp, wrong } from './app.ts'

t.test('signing in with a second step', async t => {
  const w = await world(t)
  const { db, ada, carl, browser } = w
  const { secret, recovery } = await setUp(ada)

  await t.test('takes the code after the password, and leads on to where one wanted to go', async t => {
    const one = await halfway(w, { next: '/tickets?q=printer' })
    t.equal(one.cookies['session'], undefined, 'a password alone opens nothing')
    t.equal((await one.get('/tickets')).status, 303)
    const page = await one.get('/sign-in/second-step?next=%2Ftickets%3Fq%3Dprinter')
    t.equal(page.$('[name=next]').val(), '/tickets?q=printer')
    t.equal(page.$('[name=code]').attr('autocomplete'), 'one-time-code')
    const { status, location } = await one.post('/sign-in/second-step', { code: codeOf(secret), next: '/tickets?q=printer' })
    t.equal(status, 303)
    t.equal(location, '/tickets?q=printer')
    t.equal((await one.get('/tickets')).status, 200)
    t.equal(one.cookies['second-step'], undefined)
  })

  await t.test('refuses a code that was used, in whichever browser', async t => {
    const one = await halfway(w)
    const { status, $ } = await one.post('/sign-in/second-step', { code: codeOf(secret) })
    t.equal(status, 422)
    t.match($('#code-error').text(), /not right, or was used before/)
    t.equal(one.cookies['session'], undefined)
  })

  await t.test('refuses blank, wrong, old and hostile codes, and echoes none', async t => {
    const one = await halfway(w)
    for (const code of ['', wrong(codeOf(secret)), codeOf(secret, -3), codeOf(secret, 3), 'x'.repeat(5_000), '\0'.repeat(6), '‮123456']) {
      await db.deleteFrom('attempts').execute()
      const { status, $ } = await one.post('/sign-in/second-step', { code })
      t.equal(status, 422, code.slice(0, 10))
      t.equal($('[name=code]').val(), '')
      t.ok($('#code-error').text().length > 10)
    }
    t.equal(one.cookies['session'], undefined)
  })

  await t.test('takes codes as people type them', async t => {
    await freeSteps(db)
    const one = await halfway(w)
    const arabic = [...codeOf(secret, 1)].map(digit => String.fromCodePoint(0x660 + Number(digit))).join(' ')
    t.equal((await one.post('/sign-in/second-step', { code: arabic })).status, 303)
  })

  await t.test('takes each recovery code once, however it is written, and tells its owner', async t => {
    t.equal(recovery.length, 10)
    const [first = '', second = ''] = recovery
    t.equal((await (await halfway(w)).post('/sign-in/second-step', { code: ` ${first.toUpperCase().replaceAll('-', ' ')} ` })).status, 303)
    t.equal((await (await halfway(w)).post('/sign-in/second-step', { code: first })).status, 422)
    const both = [await halfway(w), await halfway(w)]
    const statuses = await Promise.all(both.map(async one => (await one.post('/sign-in/second-step', { code: second })).status))
    t.strictSame(statuses.sort(), [303, 422], 'two at once with one code: one gets in')
    t.match((await ada.get('/account/security')).$('main').text(), /8 recovery codes are left/)
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'recovery-code').execute()).length, 2)
  })

  await t.test('lets one of two in that come at once with one code', async t => {
    await freeSteps(db)
    const both = [await halfway(w), await halfway(w)]
    const code = codeOf(secret)
    const statuses = await Promise.all(both.map(async one => (await one.post('/sign-in/second-step', { code })).status))
    t.strictSame(statuses.sort(), [303, 422])
  })

  await t.test('begins one session for a form that is sent twice', async t => {
    await freeSteps(db)
    const one = await halfway(w)
    const before = await sessionsOf(db, ada.id)
    const code = codeOf(secret)
    const statuses = await Promise.all([one.post('/sign-in/second-step', { code }), one.post('/sign-in/second-step', { code })])
    t.equal(statuses.filter(({ status }) => status === 303).length, 1)
    t.equal(await sessionsOf(db, ada.id), before + 1)
  })

  await t.test('says how to go on where nothing waits, or it took too long', async t => {
    t.match((await browser().get('/sign-in/second-step')).$('h1').text(), /Sign in again/)
    t.equal((await browser().post('/sign-in/second-step', { code: codeOf(secret) })).status, 422)
    const late = await halfway(w)
    await db.updateTable('pending_sign_ins').set({ expires_at: new Date(Date.now() - 1_000) }).execute()
    await freeSteps(db)
    t.equal((await late.post('/sign-in/second-step', { code: codeOf(secret) })).status, 422)
    t.equal(late.cookies['session'], undefined)
  })

  await t.test('is not begun by a cookie that somebody made up or planted', async t => {
    await freeSteps(db)
    const [row] = await db.selectFrom('pending_sign_ins').select('token_hash').execute()
    for (const forged of [row?.token_hash ?? 'x', '', 'x'.repeat(9_000), "' or 1=1 --"]) {
      const one = browser()
      one.cookies['second-step'] = forged
      t.equal((await one.post('/sign-in/second-step', { code: codeOf(secret) })).status, 422)
    }
    const carls = await setUp(carl)
    const planted = browser()
    planted.cookies['second-step'] = (await halfway(w)).cookies['second-step'] ?? ''
    t.equal((await planted.post('/sign-in/second-step', { code: codeOf(carls.secret) })).status, 422, 'whose sign-in waits, their code it takes')
  })

  await t.test('leads nowhere else', async t => {
    for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      await freeSteps(db)
      await db.deleteFrom('attempts').execute()
      const one = await halfway(w, { next })
      t.equal((await one.post('/sign-in/second-step', { code: codeOf(secret), next })).location, '/', next)
    }
  })

  await t.test('needs the proof of our own form', async t => {
    const one = await halfway(w)
    t.equal((await one.post('/sign-in/second-step', { code: codeOf(secret), _csrf: 'x' })).status, 403)
    t.equal((await one.post('/sign-in/second-step', { code: codeOf(secret) }, { 'sec-fetch-site': 'cross-site' })).status, 403)
  })

  await t.test('ends with a change of the password meanwhile', async t => {
    await freeSteps(db)
    await db.deleteFrom('attempts').execute()
    const one = await halfway(w)
    t.equal((await ada.post('/account/security', { password, 'new-password': 'another horse battery' })).status, 303)
    t.equal((await one.post('/sign-in/second-step', { code: codeOf(secret) })).status, 422)
    t.equal(one.cookies['session'], undefined)
  })
})

async function sessionsOf(db: World['db'], personId: string): Promise<number> {
  return (await db.selectFrom('sessions').select('id').where('profile_id', '=', personId).execute()).length
}
