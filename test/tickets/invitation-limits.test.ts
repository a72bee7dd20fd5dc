import t from 'tap'
import { ask } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'
import { invite } from './taking-part.ts'

const mailsTo = async ({ db }: World, like = '%') =>
  (await db.selectFrom('mails').select('id').where('kind', '=', 'participant-invitation').where('address', 'like', like).execute()).length
/** As if an hour had passed, or a day. */
const later = ({ db }: World, hours: number) => db.updateTable('attempts').set({ started_at: new Date(Date.now() - hours * 3_601_000) }).where('key', hours < 24 ? 'not like' : 'like', '%:day').execute()

t.test('one account cannot have mail sent to masses of strangers', async t => {
  const w = await world(t)
  const { ada, carl } = w
  const tickets = [await ask(ada)]
  let sent = 0
  /** Asks one after the other until it is refused, on as many tickets as that takes. */
  const press = async () => {
    for (let asked = 0; asked < 300; asked++) {
      if (sent > 0 && sent % 20 === 0 && tickets.length <= sent / 20) tickets.push(await ask(ada))
      const { status } = await invite(ada, tickets.at(-1) ?? 0, `stranger-${sent}@example.com`)
      if (status === 429) return
      t.equal(status, 303)
      sent += 1
    }
  }
  await press()
  t.equal(sent, 60, 'in an hour')
  const refused = await invite(ada, tickets.at(-1) ?? 0, 'one-more@example.com')
  t.ok(Number(refused.response.headers['retry-after']) > 0)
  t.match(refused.body, 'one-more@example.com', 'what was typed is given back')
  await later(w, 1)
  await press()
  await later(w, 1)
  await press()
  t.equal(sent, 120, 'in a day')
  t.equal(await mailsTo(w), 120)

  await ada.post('/account/communication', { 'channel': 'mail', 'format': 'html', 'quiet-from': '22:00', 'quiet-to': '07:00', 'participants': Array.from({ length: 10 }, (_, at) => `usual-${at}@example.com`).join('\n') })
  await ask(ada)
  t.equal(await mailsTo(w, 'usual-%'), 0, 'nor by a new ticket that asks them')
  t.equal((await invite(carl, await ask(carl), 'friend@example.com')).status, 303, 'which is nothing to others')
  await later(w, 24)
  await later(w, 1)
  await ask(ada)
  t.equal(await mailsTo(w, 'usual-%'), 10, 'and ends with the day')
})

t.test('many accounts cannot flood one mailbox, and none of them learns of it', async t => {
  const w = await world(t)
  const { ada, carl, db } = w
  const victim = 'Victim@example.com'
  const one = async (owner: typeof ada) => invite(owner, await ask(owner), victim)
  const answers = []
  for (let time = 0; time < 8; time++) answers.push(await one(time % 2 === 0 ? ada : carl))
  t.strictSame([...new Set(answers.map(({ status, location }) => `${status} ${location?.replace(/\d+/, 'n')}`))], ['303 /tickets/n/participants'], 'the same answer to all')
  t.equal(await mailsTo(w, '%ictim%'), 5, 'in an hour')
  await later(w, 1)
  for (let time = 0; time < 8; time++) await one(time % 2 === 0 ? ada : carl)
  t.equal(await mailsTo(w, '%ictim%'), 10, 'in a day')
  await Promise.all([one(ada), one(carl), one(ada), one(carl)])
  t.equal(await mailsTo(w, '%ictim%'), 10, 'nor all at once')
  t.equal((await db.selectFrom('participants').select('id').where('email', '=', victim).execute()).length, 20, 'each waits for an answer')
  t.strictSame((await db.selectFrom('attempts').select('key').execute()).filter(({ key }) => /victim/i.test(key)), [], 'and the address is not written down with the count')
})

t.test('who has an account is asked by many colleagues', async t => {
  const w = await world(t)
  for (let time = 0; time < 12; time++) await invite(w.ada, await ask(w.ada), w.carl.email)
  t.equal(await mailsTo(w, w.carl.email), 12)
})
