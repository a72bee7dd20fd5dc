import t from 'tap'
import { password, world } from '../support/world.ts'
import { lastMailTo } from './mailbox.ts'

const form = { name: 'Nora', 'new-password': password }
const tokenOf = (link: string) => new URL(link, 'http://any.test').searchParams.get('token') ?? ''

t.test('confirming a sign-up', async t => {
  const w = await world(t)
  await w.work()
  const { db, browser } = w
  const pending = () => db.selectFrom('pending_sign_ups').select('email').execute()

  await t.test('in any other browser the link asks for the password that was chosen', async t => {
    const email = 'paula@example.com'
    await browser().post('/sign-up', { ...form, email })
    const { link } = await lastMailTo(w, email)
    const other = browser()
    const page = await other.get(link)
    t.match(page.$('main').text(), /Confirm with the password you chose when signing up\./)
    t.equal(page.$('[name=password]').attr('autocomplete'), 'current-password')

    for (const wrong of ['', 'a guess at it']) {
      const { status, $ } = await other.post('/verify-email', { token: tokenOf(link), password: wrong, next: '/tickets/new' })
      t.equal(status, 422, wrong)
      t.ok($('#password-error').text(), 'said beside the field')
      t.match($('title').text(), /^Error: /)
      t.equal($('[name=next]').val(), '/tickets/new')
      t.notOk($('[name=password]').val())
    }
    t.notOk(other.cookies['session'])
    t.ok((await pending()).some(one => one.email === email), 'a wrong password does not use the link up')
    t.equal((await other.post('/verify-email', { token: tokenOf(link), password, next: '/tickets/new' })).location, '/tickets/new')
    t.equal((await other.get('/tickets/new')).status, 200)
  })

  await t.test('who signs up with somebody else’s address gets no account confirmed by its owner', async t => {
    const email = 'vera@example.com'
    const [vera, mallory] = [browser(), browser()]
    await vera.post('/sign-up', { ...form, email, 'new-password': 'the password of Vera' })
    await lastMailTo(w, email)
    await mallory.post('/sign-up', { ...form, email, 'new-password': 'known to Mallory' })
    const { link } = await lastMailTo(w, email, 2)
    t.equal((await vera.get(link)).$('[name=password]').length, 1)
    t.equal((await vera.post('/verify-email', { token: tokenOf(link) })).status, 422)
    t.equal((await vera.post('/verify-email', { token: tokenOf(link), password: 'the password of Vera' })).status, 422)
    t.equal((await mallory.post('/sign-in', { email, password: 'known to Mallory' })).status, 422)
    t.notOk(await db.selectFrom('profiles').select('id').where('email', '=', email).executeTakeFirst())
  })

  await t.test('what a stranger makes of the cookie of a sign-up does not replace the password', async t => {
    const [one, stranger] = [browser(), browser()]
    await one.post('/sign-up', { ...form, email: 'olga@example.com' })
    const { link } = await lastMailTo(w, 'olga@example.com')
    const { id } = await db.selectFrom('pending_sign_ups').select('id').where('email', '=', 'olga@example.com').executeTakeFirstOrThrow()
    for (const forged of [id, `${id}.x`, `x${one.cookies['sign-up']}`, 'x']) {
      stranger.cookies['sign-up'] = forged
      t.equal((await stranger.post('/verify-email', { token: tokenOf(link) })).status, 422, forged)
    }
  })

  await t.test('guessing the password of a sign-up is slowed down, but not in the browser it was made in', async t => {
    const one = browser()
    await one.post('/sign-up', { ...form, email: 'zoe@example.com' })
    const { link } = await lastMailTo(w, 'zoe@example.com')
    const guesser = browser()
    const statuses = []
    for (let time = 0; time < 11; time++) statuses.push((await guesser.post('/verify-email', { token: tokenOf(link), password: 'a guess at it' })).status)
    t.strictSame(statuses, [...Array<number>(10).fill(422), 429])
    t.equal((await guesser.post('/verify-email', { token: tokenOf(link), password })).status, 429)
    t.equal((await one.post('/verify-email', { token: tokenOf(link) })).status, 303)
  })
})
