import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { password, world, type World } from '../support/world.ts'
import { lastMailTo, mailsTo } from './mailbox.ts'

const fresh = 'another horse battery'
const tokenOf = (link: string) => new URL(link, 'http://any.test').searchParams.get('token') ?? ''

t.test('a forgotten password', async t => {
  const w = await world(t)
  await w.work()
  const { db, ada, browser } = w
  let asked = 0
  const ask = async () => {
    await browser().post('/forgotten-password', { email: ada.email })
    return lastMailTo(w, ada.email, ++asked)
  }

  await t.test('is answered in the same way for known and unknown addresses', async t => {
    const unknown = await browser().post('/forgotten-password', { email: 'nobody@example.com' })
    const known = await browser().post('/forgotten-password', { email: 'ADA@example.com' })
    t.equal(known.status, 200)
    t.equal(unknown.status, known.status)
    t.equal(unknown.$('main').text().replace('nobody@', ''), known.$('main').text().replace('ADA@', ''))
    await mailsTo(w, ada.email, ++asked)
    t.strictSame(await db.selectFrom('mails').select('address').execute(), [{ address: ada.email }], 'but only who has an account gets a mail')
  })

  await t.test('blank, wrong and over-long addresses come back with a word', async t => {
    for (const email of ['', 'ada', 'ada@', `${'a'.repeat(250)}@b.example`, 'ada@example.com,carl@example.com']) {
      const { status, $ } = await browser().post('/forgotten-password', { email })
      t.equal(status, 422, email)
      t.equal($('[name=email]').val(), email)
      t.ok($('#email-error').text().length > 10)
    }
  })

  const { link, text } = await ask()
  await t.test('is replaced by way of a link that looking at does not use up', async t => {
    t.match(link, /^\/reset-password\?token=[\w-]{43}$/)
    t.match(text, /http:\/\/support\.test\/reset-password/)
    for (const time of ['once', 'twice']) t.equal((await browser().get(link)).$('form[action="/reset-password"] [name=token]').val(), tokenOf(link), time)
    t.equal((await ada.get('/tickets')).status, 200, 'and the old one works until then')
  })

  await t.test('a new one that will not do is refused, and the link still works', async t => {
    for (const wrong of ['', 'elevenchars', 'x'.repeat(257)]) {
      const { status, $, body } = await browser().post('/reset-password', { token: tokenOf(link), 'new-password': wrong })
      t.equal(status, 422)
      t.equal($('[name=token]').val(), tokenOf(link))
      if (wrong !== '') t.notMatch(body, wrong)
    }
  })

  await t.test('setting a new one ends every session, signs in here, and the owner is told', async t => {
    const here = browser()
    const { status, location } = await here.post('/reset-password', { token: tokenOf(link), 'new-password': fresh })
    t.equal(status, 303)
    t.equal(location, '/')
    t.match((await here.get('/')).$('main').text(), /Password changed/)
    t.equal((await ada.get('/tickets')).status, 303, 'Ada’s other browser is signed out')
    t.match((await lastMailTo(w, ada.email, ++asked)).subject, /password was changed/)
    t.equal((await browser().post('/sign-in', { email: ada.email, password })).status, 422)
    t.equal((await browser().post('/sign-in', { email: ada.email, password: fresh })).status, 303)
  })

  await t.test('the link works once, its siblings neither, nor one that ran out or is none', async t => {
    const first = await ask()
    const second = await ask()
    t.equal((await browser().post('/reset-password', { token: tokenOf(first.link), 'new-password': fresh })).status, 303)
    await lastMailTo(w, ada.email, ++asked)
    for (const token of [tokenOf(link), tokenOf(first.link), tokenOf(second.link), '', 'x', '\0']) await refuses(t, token)
    await db.deleteFrom('attempts').execute()
    const late = await ask()
    await db.updateTable('password_resets').set({ expires_at: new Date(Date.now() - 1_000) }).execute()
    await refuses(t, tokenOf(late.link))
  })

  await t.test('used twice at once, a link sets one password', async t => {
    const { link } = await ask()
    const browsers = [browser(), browser(), browser(), browser()]
    for (const one of browsers) await one.get('/sign-in')
    const answers = await Promise.all(browsers.map((one, at) => one.post('/reset-password', { token: tokenOf(link), 'new-password': `the password of ${at}` })))
    t.strictSame(answers.map(({ status }) => status).sort(), [303, 422, 422, 422])
    const winner = answers.findIndex(({ status }) => status === 303)
    t.equal((await browser().post('/sign-in', { email: ada.email, password: `the password of ${winner}` })).status, 303)
  })

  async function refuses(t: Test, token: string): Promise<void> {
    const { status, $ } = await browser().post('/reset-password', { token, 'new-password': fresh })
    t.equal(status, 422)
    t.match($('h1').text(), /does not work any more/)
    t.match((await browser().get(`/reset-password?token=${encodeURIComponent(token)}`)).$('h1').text(), /does not work any more/)
  }
})

t.test('asking for mails', async t => {
  const { db, browser } = await world(t)
  const ask = (email: string) => browser().post('/forgotten-password', { email })

  await t.test('for one mailbox stops after five an hour, which the answer does not show', async t => {
    const answers = []
    for (let time = 0; time < 7; time++) answers.push((await ask('ada@example.com')).$('main').text())
    t.equal(new Set(answers).size, 1)
    t.equal(await jobs(db), 5)
  })

  await t.test('for many mailboxes from one address is refused after sixty, with the address kept', async t => {
    await db.updateTable('attempts').set({ count: 60 }).where('key', 'like', 'mails:%').execute()
    const { status, $, response } = await ask('carl@example.com')
    t.equal(status, 429)
    t.ok(Number(response.headers['retry-after']) > 900)
    t.equal($('main [name=email]').val(), 'carl@example.com')
    t.equal(await jobs(db), 5)
  })
})

async function jobs(db: World['db']): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from pgboss.job where name = 'forgotten-password'`.execute(db)
  return rows[0]?.count ?? 0
}
