import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { lastMailTo, mailsTo } from '../sign-in/mailbox.ts'
import { problems } from '../support/tickets.ts'
import { password, world } from '../support/world.ts'

const here = '/account/profile/email'
const fresh = 'ada@new.example'
const wish = { email: fresh, password }

async function working(t: Test) {
  const w = await world(t)
  await w.work()
  const emailOf = async (id: string) => (await w.db.selectFrom('profiles').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email
  const tokenIn = ({ link }: { link: string }) => new URL(link, 'http://x').searchParams.get('token') ?? ''
  /** Ada's address is the new one; returns the token that takes it back. */
  const changed = async () => {
    await w.ada.post(here, wish)
    await w.ada.post(`${here}/confirmation`, { token: tokenIn(await lastMailTo(w, fresh)) })
    const mails = await mailsTo(w, w.ada.email, 2)
    return tokenIn(mails.find(({ link }) => link.includes('/undo?')) ?? { link: '' })
  }
  return { ...w, emailOf, tokenIn, changed }
}

t.test('asking for another address', async t => {
  const w = await working(t)
  const { db, ada, carl, visitor } = w
  const pending = () => db.selectFrom('email_changes').select(['profile_id', 'email']).execute()

  await t.test('needs to be signed in, an address and the password', async t => {
    t.equal((await visitor.get(here)).status, 303)
    t.equal((await visitor.post(here, wish)).status, 403)
    for (const [typed, field] of [[{}, 'email'], [{ email: 'nonsense', password }, 'email'], [{ email: `${'x'.repeat(255)}@a.example`, password }, 'email'], [{ email: fresh }, 'password'], [{ email: fresh, password: 'wrong one here' }, 'password'], [{ email: ada.email.toUpperCase(), password }, 'email']] as const) {
      const page = await ada.post(here, typed)
      t.equal(page.status, 422, JSON.stringify(typed).slice(0, 60))
      t.ok(problems(page)[field], field)
      if ('email' in typed) t.equal(page.$('#email').val(), typed.email, 'what was typed is kept')
      t.equal(page.$('#password').val(), '', 'but for the password')
    }
    t.strictSame(await pending(), [])
  })

  await t.test('answers the same whether or not the address has an account', async t => {
    const [own, known] = [await ada.post(here, { ...wish, email: 'nobody@new.example' }), await ada.post(here, { ...wish, email: carl.email })]
    t.strictSame([own.status, own.location], [known.status, known.location])
    const page = await ada.get(here)
    t.match(page.$('main').text(), /carl@example\.com/)
    t.match((await lastMailTo(w, carl.email)).text, /already has one/)
    t.strictSame(await pending(), [{ profile_id: ada.id, email: carl.email }], 'the last wish counts')
  })

  await t.test('keeps the old address, shows what is waited for, and tells of it', async t => {
    t.equal((await ada.post(here, wish)).status, 303)
    t.equal(await w.emailOf(ada.id), ada.email)
    t.match((await ada.get('/account/profile')).$('main').text(), /You asked to use ada@new\.example/)
    t.match((await lastMailTo(w, ada.email, 3)).text, /asked to use ada@new\.example/)
    t.match((await lastMailTo(w, fresh)).text, /^Hello,/, 'no name is told to who may be a stranger')
    t.ok((await db.selectFrom('activity').select('kind').where('profile_id', '=', ada.id).where('kind', '=', 'security:email-asked').execute()).length >= 3)
  })

  await t.test('sends the link again, and the new one alone works', async t => {
    const old = w.tokenIn(await lastMailTo(w, fresh))
    t.equal((await ada.post(`${here}/again`, {})).status, 303)
    const token = w.tokenIn(await lastMailTo(w, fresh, 2))
    t.not(token, old)
    t.equal((await ada.post(`${here}/confirmation`, { token: old })).status, 422)
    t.match((await ada.get(`${here}/confirmation?token=${token}`)).$('main').text(), /Confirm your new address/)
  })

  await t.test('the same form twice asks once', async t => {
    const submission = 'aaaaaaaa-0000-4000-8000-000000000001'
    const count = async () => (await db.selectFrom('mails').select('id').where('kind', '=', 'email-asked').execute()).length
    const before = await count()
    await carl.post(here, { email: 'carl@new.example', password, submission })
    await carl.post(here, { email: 'carl@new.example', password, submission })
    t.equal(await count(), before + 1)
  })

  await t.test('is dropped', async t => {
    t.match((await ada.post(`${here}/removal`)).location, here)
    t.equal((await ada.post(`${here}/removal`)).status, 303, 'twice as well')
    t.strictSame(await pending(), [{ profile_id: carl.id, email: 'carl@new.example' }])
    t.equal((await ada.post(`${here}/confirmation`, { token: w.tokenIn(await lastMailTo(w, fresh, 2)) })).status, 422, 'its link is dead')
  })
})

t.test('the link at the new address', async t => {
  const w = await working(t)
  const { db, ada, carl, visitor, browser } = w
  await db.updateTable('profiles').set({ mail_refused_at: new Date(), mail_refusal: '550 no' }).where('id', '=', ada.id).execute()
  await ada.post(here, wish)
  const token = w.tokenIn(await lastMailTo(w, fresh))
  const link = `${here}/confirmation?token=${token}`

  await t.test('is for who asked: a stranger gets no account by a slip of the hand', async t => {
    t.equal((await visitor.get(link)).location, `/sign-in?${new URLSearchParams({ next: link })}`)
    t.match((await carl.get(link)).$('h1').text(), /does not work any more/)
    t.equal((await carl.post(`${here}/confirmation`, { token })).status, 422)
    t.equal((await ada.post(`${here}/confirmation`, { token: '' })).status, 422)
    t.equal(await w.emailOf(ada.id), ada.email)
  })

  await t.test('does nothing by being opened', async t => {
    await ada.get(link)
    t.equal(await w.emailOf(ada.id), ada.email)
    t.notMatch(JSON.stringify(await db.selectFrom('email_changes').selectAll().execute()), token, 'only its hash is kept')
  })

  await t.test('gives the address by its button, once', async t => {
    await browser().post('/sign-in', { email: ada.email, password })
    t.equal((await ada.post(`${here}/confirmation`, { token })).location, '/account/profile')
    t.equal(await w.emailOf(ada.id), fresh)
    t.equal((await ada.post(`${here}/confirmation`, { token })).status, 422)
    t.equal((await ada.get('/account/profile')).$('#mail-refused').length, 0, 'what the server said of the old address is forgotten')
    t.equal((await db.selectFrom('sessions').select('id').where('profile_id', '=', ada.id).execute()).length, 2, 'sessions go on')
    t.match((await lastMailTo(w, ada.email, 2)).text, /was changed from this address to ada@new\.example/)
    t.match((await lastMailTo(w, fresh, 2)).text, /uses the address ada@new\.example/)
    t.equal((await browser().post('/sign-in', { email: fresh, password })).status, 303)
    t.equal((await browser().post('/sign-in', { email: ada.email, password })).status, 422)
  })

  await t.test('is dead where another account took the address meanwhile, or a day passed', async t => {
    await carl.post(here, { email: 'shared@new.example', password })
    const late = w.tokenIn(await lastMailTo(w, 'shared@new.example'))
    await db.updateTable('email_changes').set({ expires_at: new Date(Date.now() - 1) }).where('profile_id', '=', carl.id).execute()
    t.equal((await carl.post(`${here}/confirmation`, { token: late })).status, 422)
    await db.updateTable('email_changes').set({ expires_at: new Date(Date.now() + 9_999_999) }).where('profile_id', '=', carl.id).execute()
    await db.insertInto('profiles').values({ email: 'Shared@new.example', full_name: 'Faster' }).execute()
    t.equal((await carl.post(`${here}/confirmation`, { token: late })).status, 422)
    t.equal(await w.emailOf(carl.id), carl.email)
  })
})

t.test('the link at the old address', async t => {
  const w = await working(t)
  const { db, ada, visitor, browser } = w
  const token = await w.changed()
  t.match(token, /^[\w-]{43}$/)

  await t.test('does nothing by being opened, and nothing without its token', async t => {
    t.match((await visitor.get(`${here}/undo?token=${token}`)).$('main').text(), /gets the address ada@example\.com back/)
    t.match((await visitor.get(`${here}/undo?token=x`)).$('h1').text(), /does not work any more/)
    t.equal((await visitor.post(`${here}/undo`, {})).status, 422)
    t.equal(await w.emailOf(ada.id), fresh)
    t.notMatch(JSON.stringify(await db.selectFrom('email_undos').selectAll().execute()), token, 'only its hash is kept')
  })

  await t.test('brings the address back, throws the thief out and makes the owner choose a new password', async t => {
    for (const [credential_id, created_at] of [['since', new Date()], ['before', new Date(Date.now() - 3_600_000)]] as const) {
      await db.insertInto('passkeys').values({ profile_id: ada.id, credential_id, public_key: 'x', name: 'thief', created_at }).execute()
    }
    await db.insertInto('feeds').values({ profile_id: ada.id, token_hash: 'thief', created_at: new Date(Date.now() - 3_600_000) }).execute()
    await db.insertInto('known_browsers').values({ profile_id: ada.id, browser_hash: 'thief' }).execute()
    await db.insertInto('authenticators').values({ profile_id: ada.id, secret: 'x', started_in: 'x', confirmed_at: new Date() }).execute()
    await ada.post(here, { email: 'thief@third.example', password })
    await ada.post(`${here}/confirmation`, { token: w.tokenIn(await lastMailTo(w, 'thief@third.example')) })
    t.equal(await w.emailOf(ada.id), 'thief@third.example')

    const owner = browser()
    const { status, location = '' } = await owner.post(`${here}/undo`, { token })
    t.equal(status, 303)
    t.match(location, /^\/reset-password\?token=/)
    t.equal(await w.emailOf(ada.id), ada.email)
    t.equal((await ada.get('/account/profile')).status, 303, 'every session is over')
    t.equal((await browser().post('/sign-in', { email: ada.email, password })).status, 422, 'the password that the thief knew is none any more')
    for (const table of ['passkeys', 'feeds', 'known_browsers', 'authenticators', 'email_undos', 'email_changes'] as const) t.strictSame(await db.selectFrom(table).selectAll().where('profile_id', '=', ada.id).execute(), [], table)

    const chosen = 'a wholly new horse battery'
    t.equal((await owner.post('/reset-password', { token: w.tokenIn({ link: location }), 'new-password': chosen })).status, 303)
    t.equal((await owner.get('/account/profile')).status, 200)
    t.equal((await browser().post(`${here}/undo`, { token })).status, 422, 'once')
    t.match(await db.selectFrom('activity').select('kind').where('profile_id', '=', ada.id).where('kind', '=', 'security:email-undone').execute(), [{}])
  })
})

t.test('a change cannot be taken back where the old address has another account, or a week passed', async t => {
  const w = await working(t)
  const { db, ada, visitor } = w
  const token = await w.changed()
  const { id } = await db.insertInto('profiles').values({ email: ada.email, full_name: 'Newcomer' }).returning('id').executeTakeFirstOrThrow()
  const page = await visitor.post(`${here}/undo`, { token })
  t.equal(page.status, 422)
  t.match(page.$('h1').text(), /belongs to another account/)
  await db.deleteFrom('profiles').where('id', '=', id).execute()
  await db.updateTable('email_undos').set({ expires_at: sql<Date>`now() - interval '1 second'` }).execute()
  t.equal((await visitor.post(`${here}/undo`, { token })).status, 422)
  t.equal(await w.emailOf(ada.id), fresh)
})
