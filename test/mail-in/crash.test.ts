import { createTransport } from 'nodemailer'
import t from 'tap'
import { addPerson, home } from '../support/home.ts'
import { startProgram } from '../support/program.ts'
import { until } from '../support/until.ts'
import { Visitor } from '../support/visitor.ts'

const people = ['Ada', 'Carl', 'Dora', 'Emil']

t.test('a mail that was accepted is acted on once, however often the program is killed', async t => {
  const { env, inspect } = await home(t)
  const grace = await inspect(async db => {
    for (const name of people) await addPerson(db, name)
    return addPerson(db, 'Grace', 'agent')
  })
  const settings = { ...env, REQUIRE_SECOND_STEP_FOR_STAFF: '0', HOST: '127.0.0.1', MAIL_FROM: 'Acme <help@acme.example>', MAIL_IN_PORT: '0', MAIL_IN_RELAYS: '127.0.0.1', MAIL_TRUSTED_AUTHSERV: 'mx.acme.example' }
  const accepted = new Set<string>()
  const unknown = new Set<string>()

  for (const round of [1, 2, 3]) {
    const program = startProgram(t, settings)
    const port = Number(await program.says(/comes in at port (\d+)/))
    const sending = people.map(async name => (await send(port, name, round) ? accepted : unknown).add(`${name} ${round}`))
    // Killed with mails in every state: some not taken yet, some on their way, some acted on.
    await (round === 2 ? Promise.all(sending) : Promise.race(sending))
    program.kill('SIGKILL')
    await Promise.all([program.ended, ...sending])
  }

  const last = startProgram(t, settings)
  const port = Number(await last.says(/comes in at port (\d+)/))
  for (const name of unknown) accepted.add(await send(port, name.split(' ')[0] ?? '', Number(name.split(' ')[1])) ? name : '')
  t.equal(accepted.size, 12, 'what was not accepted is accepted when it is sent again')
  const queue = new Visitor(grace.sessionId)
  const url = await last.url()
  t.ok(await until(async () => {
    const { body } = await queue.get(`${url}/desk?sort=opened`)
    return [...accepted].every(name => body.includes(name))
  }))
  last.kill('SIGTERM')
  await last.ended

  const titles = await inspect(async db => (await db.selectFrom('tickets').select('title').execute()).map(({ title }) => title))
  t.strictSame(titles.toSorted(), [...accepted].toSorted(), 'each is there once')
})

/** True where the program says that it has the mail. */
async function send(port: number, name: string, round: number): Promise<boolean> {
  const door = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const address = `${name.toLowerCase()}@example.com`
  const raw = `From: ${address}\r\nAuthentication-Results: mx.acme.example; dmarc=pass header.from=example.com\r\nMessage-ID: <${name}-${round}@example.com>\r\nSubject: ${name} ${round}\r\n\r\nHello`
  try {
    await door.sendMail({ envelope: { from: address, to: 'help@acme.example' }, raw })
    return true
  } catch {
    return false
  } finally {
    door.close()
  }
}
