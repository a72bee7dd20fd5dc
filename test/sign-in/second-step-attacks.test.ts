import t from 'tap'
import { createKeys } from '../../src/sign-in/index.ts'
import { password, world } from '../support/world.ts'
import { codeOf, email, halfway, setUp, wrong } from './app.ts'
import { mailsTo } from './mailbox.ts'

t.test('guessing codes', async t => {
  const w = await world(t)
  const { db, ada } = w
  const { secret } = await setUp(ada)
  const known = await halfway(w)
  t.equal((await known.post('/sign-in/second-step', { code: codeOf(secret) })).status, 303)
  await known.post('/sign-out')
  await db.deleteFrom('attempts').execute()

  await t.test('is slowed down, in however many browsers and at once, even with the right one', async t => {
    const guessers = await Promise.all(Array.from({ length: 12 }, () => halfway(w).catch(() => undefined)))
    const [first] = guessers
    const statuses = await Promise.all(guessers.map(async one => (await (one ?? first)?.post('/sign-in/second-step', { code: wrong(codeOf(secret)) }))?.status))
    t.strictSame([statuses.filter(status => status === 422).length, statuses.filter(status => status === 429).length], [10, 2])
    t.equal((await first?.post('/sign-in/second-step', { code: codeOf(secret, 1) }))?.status, 429)
    t.equal((await db.selectFrom('mails').select('id').where('kind', '=', 'codes-guessed').execute()).length, 1, 'and its owner is told that the password is known')
  })

  await t.test('is written down, and does not lock out the owner in their own browser', async t => {
    const failures = await db.selectFrom('activity').select('details').where('profile_id', '=', ada.id).where('kind', '=', 'sign-in:failed').execute()
    t.strictSame(failures, Array.from({ length: 10 }, () => ({ details: { how: 'code' } })))
    t.equal((await known.post('/sign-in', { email, password })).status, 303)
    t.equal((await known.post('/sign-in/second-step', { code: codeOf(secret, 1) })).status, 303)
  })

  await t.test('goes on for no more than a few dozen tries a day', async t => {
    await db.updateTable('attempts').set({ count: 40 }).where('key', '=', `code:${ada.id}:day`).execute()
    await db.deleteFrom('attempts').where('key', 'not like', '%:day').execute()
    t.equal((await (await halfway(w)).post('/sign-in/second-step', { code: codeOf(secret) })).status, 429)
  })
})

t.test('no other way in goes round the second step', async t => {
  const w = await world(t)
  await w.work()
  const { db, ada, browser } = w
  const { secret, recovery } = await setUp(ada)

  await t.test('a new password by mail does not', async t => {
    const one = browser()
    await one.post('/forgotten-password', { email })
    const mails = await mailsTo(w, email, 2)
    const token = new URL(mails.find(({ link }) => link.startsWith('/reset-password'))?.link ?? '', 'http://any.test').searchParams.get('token') ?? ''
    const { status, location } = await one.post('/reset-password', { token, 'new-password': 'another horse battery' })
    t.equal(status, 303)
    t.equal(location, '/sign-in/second-step')
    t.equal(one.cookies['session'], undefined)
    t.equal((await one.post('/sign-in/second-step', { code: codeOf(secret) })).status, 303)
    t.equal((await one.get('/tickets')).status, 200)
  })

  await t.test('signing up once more with the same address does not', async t => {
    const one = browser()
    await one.post('/sign-up', { name: 'Not Ada', email, 'new-password': 'a third horse battery' })
    t.ok((await mailsTo(w, email, 4)).some(({ text }) => /already/.test(text)))
    t.strictSame(await db.selectFrom('pending_sign_ups').select('email').execute(), [])
  })

  await t.test('and the text that was kept for its author is found after it', async t => {
    const elsewhere = browser()
    await elsewhere.post('/sign-in', { email, password: 'another horse battery' })
    t.equal((await elsewhere.post('/sign-in/second-step', { code: recovery[0] ?? '' })).status, 303)
    const proof = await elsewhere.proof()
    await db.deleteFrom('sessions').execute()
    const { location } = await elsewhere.post('/tickets', { ...proof, title: 'Half a ticket', description: 'Kept for me', intent: 'send' })
    t.match(location, /^\/sign-in\?next=%2Fsign-in%2Fkept%2F/)
    delete elsewhere.cookies['session']
    t.equal((await elsewhere.post('/sign-in', { email, password: 'another horse battery' })).location, '/sign-in/second-step')
    const done = await elsewhere.post('/sign-in/second-step', { code: recovery[1] ?? '' })
    t.match(done.location, /^\/sign-in\/kept\//)
    t.match((await elsewhere.get(done.location ?? '')).body, /Kept for me/)
  })
})

t.test('what is stored gives no code away', async t => {
  const { db, ada } = await world(t)
  const { secret, recovery } = await setUp(ada)
  const rows = JSON.stringify([await db.selectFrom('authenticators').selectAll().execute(), await db.selectFrom('recovery_codes').selectAll().execute()])
  for (const told of [secret.replaceAll(' ', ''), ...recovery, ...recovery.map(code => code.replaceAll('-', ''))]) t.notOk(rows.includes(told))
  const keys = createKeys('a secret of 32 characters at least')
  const sealed = keys.seal('what it holds')
  t.not(keys.seal('what it holds'), sealed)
  t.equal(keys.unseal(sealed), 'what it holds')
  t.throws(() => createKeys('another secret of 32 characters').unseal(sealed))
  t.throws(() => keys.unseal(`${sealed.slice(0, -2)}AA`))
  t.end()
})
