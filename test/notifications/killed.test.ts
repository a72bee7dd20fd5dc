import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { sql } from 'kysely'
import t from 'tap'
import { addPerson, home } from '../support/home.ts'
import { startProgram } from '../support/program.ts'
import { until } from '../support/until.ts'
import { Visitor } from '../support/visitor.ts'
import { postOffice } from './post-office.ts'

const { env, inspect } = await home(t)
const { ada, grace } = await inspect(async db => ({ ada: await addPerson(db, 'Ada'), grace: await addPerson(db, 'Grace', 'agent') }))

/** The mail server's address while it is away: nobody listens there. */
async function nobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => { server.close(resolve) })
  return `smtp://127.0.0.1:${port}`
}

/**
 * As if an hour had gone by for the queue: what it would try again later is due, and what a killed process had in hand,
 * which the queue hands out again after two minutes, waits like the rest.
 */
const hourLater = () => inspect(async db => {
  await sql`update pgboss.job set state = 'retry' where name = 'send-mail' and state = 'active'`.execute(db)
  await sql`update pgboss.job set start_after = now() - interval '1 second' where name = 'send-mail' and state < 'active'`.execute(db)
})
const tries = () => inspect(async db => (await db.selectFrom('mails').select('tries').execute()).reduce((sum, { tries }) => sum + tries, 0))

t.test('the mail server is away for an hour and the app is killed twice meanwhile: each notice arrives, once', async t => {
  const SMTP_URL = await nobody()
  const first = startProgram(t, { ...env, SMTP_URL })
  const url = await first.url()
  const customer = new Visitor(ada.sessionId)
  const agent = new Visitor(grace.sessionId)
  const proof = await customer.proof(`${url}/tickets/new`)
  const opened = await customer.post(`${url}/tickets`, { ...proof, category: 'other', title: 'Help', description: 'Please.', priority: 'low', intent: 'send' })
  t.equal(opened.status, 303, opened.body)
  for (const text of ['One', 'Two', 'Three']) {
    const desk = await agent.get(`${url}/desk/tickets/1001`)
    const version = String(desk.$('form[name=replies] [name=version]').val())
    const sent = await agent.post(`${url}/desk/tickets/1001/replies`, { ...await agent.proof(`${url}/desk/tickets/1001`), text, version, intent: 'send' })
    t.equal(sent.status, 303, sent.body)
  }
  await first.says(/ECONNREFUSED/)
  first.kill('SIGKILL')
  await first.ended
  t.ok(await tries() > 0)

  await hourLater()
  const second = startProgram(t, { ...env, SMTP_URL })
  await second.says(/ECONNREFUSED/)
  second.kill('SIGKILL')
  await second.ended

  await hourLater()
  const office = await postOffice(t)
  const third = startProgram(t, { ...env, SMTP_URL: office.url })
  await third.url()
  await until(() => office.mails.length >= 4)
  third.kill('SIGTERM')
  await third.ended
  t.strictSame(office.mails.map(({ text }) => /> (\w+)/.exec(text ?? '')?.[1] ?? 'opened').toSorted(), ['One', 'Three', 'Two', 'opened'])
  t.equal(new Set(office.mails.map(({ messageId }) => messageId)).size, 4)
  const left = await inspect(db => db.selectFrom('mails').select('id').where('sent_at', 'is', null).execute())
  t.strictSame(left, [])
})
