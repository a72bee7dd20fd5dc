import t from 'tap'
import { hashSessionId } from '../../src/sign-in/index.ts'
import { swap } from '../support/client.ts'
import { password, world } from '../support/world.ts'

const fresh = 'another horse battery'
const form = { password, 'new-password': fresh }

t.test('changing the password', async t => {
  const { db, ada, carl, visitor, browser } = await world(t)
  const hash = async () => (await db.selectFrom('credentials').select('password_hash').where('profile_id', '=', ada.id).executeTakeFirstOrThrow()).password_hash
  const before = await hash()

  await t.test('is for who is signed in', async t => {
    t.equal((await visitor.get('/account/security')).location, '/sign-in?next=%2Faccount%2Fsecurity')
    const { status, location } = await visitor.post('/account/security', form)
    t.equal(status, 303)
    t.equal(location, '/sign-in?next=%2Faccount%2Fsecurity')
    t.equal(await hash(), before)
  })

  await t.test('needs the old one, and says so beside the field', async t => {
    const { status, $, body } = await ada.post('/account/security', { ...form, password: 'not her password' })
    t.equal(status, 422)
    t.match($('#password-error').text(), /not your current password/)
    t.match($('title').text(), /^Error: /)
    t.notMatch(body, /not her password|another horse/)
    t.equal(await hash(), before)
  })

  await t.test('refuses what will not do', async t => {
    for (const typed of [{}, { password: '', 'new-password': fresh }, { password, 'new-password': '' }, { password, 'new-password': 'elevenchars' }, { password, 'new-password': 'x'.repeat(257) }]) {
      t.equal((await ada.post('/account/security', typed)).status, 422, JSON.stringify(typed).slice(0, 60))
    }
    t.equal((await ada.post('/account/security', { ...form, password: 'x'.repeat(2_000) })).status, 422)
    t.equal(await hash(), before)
  })

  await t.test('changes only one’s own, whatever else is posted', async t => {
    const others = await db.selectFrom('credentials').select('password_hash').where('profile_id', '<>', ada.id).orderBy('profile_id').execute()
    const elsewhere = browser()
    await elsewhere.post('/sign-in', { email: ada.email, password })
    const { status, location } = await ada.post('/account/security', { ...form, username: carl.email, profile_id: carl.id, id: carl.id, email: carl.email })
    t.equal(status, 303)
    t.equal(location, '/account/security')
    t.match((await ada.get('/account/security')).$('main').text(), /Password changed\. You are signed out everywhere else\./)

    t.not(await hash(), before)
    t.strictSame(await db.selectFrom('credentials').select('password_hash').where('profile_id', '<>', ada.id).orderBy('profile_id').execute(), others)
    t.equal((await elsewhere.get('/account/security')).status, 303, 'the other session is over')
    t.strictSame(await db.selectFrom('sessions').select('id').where('profile_id', '=', ada.id).execute(), [{ id: hashSessionId(ada.sessionId) }], 'this one goes on')
    t.equal((await carl.get('/account/security')).status, 200, 'and so do those of others')
  })

  await t.test('tells the owner by mail', async t => {
    t.match(await db.selectFrom('mails').select(['kind', 'address', 'profile_id']).where('kind', '<>', 'new-browser').execute(), [{ kind: 'password-changed', address: ada.email, profile_id: ada.id }])
  })

  await t.test('twice with the same form changes it once', async t => {
    t.equal((await ada.post('/account/security', form)).status, 422)
    t.equal((await browser().post('/sign-in', { email: ada.email, password })).status, 422)
    t.equal((await browser().post('/sign-in', { email: ada.email, password: fresh })).status, 303)
  })

  await t.test('ends links to a new password that were sent before', async t => {
    await db.insertInto('password_resets').values([{ token_hash: 'hers', profile_id: ada.id }, { token_hash: 'his', profile_id: carl.id }]).execute()
    t.equal((await ada.post('/account/security', { password: fresh, 'new-password': fresh })).status, 303)
    t.strictSame(await db.selectFrom('password_resets').select('token_hash').execute(), [{ token_hash: 'his' }])
  })

  await t.test('works for htmx as well', async t => {
    const { status, response } = await ada.post('/account/security', { password: fresh, 'new-password': password }, swap('main'))
    t.equal(status, 200)
    t.equal(response.headers['hx-redirect'], '/account/security')
  })

  await t.test('is slowed down where somebody tries old ones, in one’s own browser too', async t => {
    await db.deleteFrom('attempts').execute()
    const statuses = []
    for (let time = 0; time < 11; time++) statuses.push((await ada.post('/account/security', { password: `guess ${time}`, 'new-password': fresh })).status)
    t.strictSame(statuses, [...Array<number>(10).fill(422), 429])
    const { response, body } = await ada.post('/account/security', { password, 'new-password': fresh })
    t.ok(Number(response.headers['retry-after']) > 60)
    t.notMatch(body, /another horse|correct horse/)
    t.equal((await carl.post('/account/security', form)).status, 303, 'which does not touch others')
  })
})
