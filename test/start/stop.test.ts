import { once } from 'node:events'
import { request as open } from 'node:http'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { multipart } from '../support/client.ts'
import { addPerson, home } from '../support/home.ts'
import { startProgram } from '../support/program.ts'
import { Visitor } from '../support/visitor.ts'

const ticket = { category: 'other', title: 'Sent while you were closing', description: 'With a file.', priority: 'normal', intent: 'send' }

const { env, inspect } = await home(t)
const { sessionId } = await inspect(db => addPerson(db, 'Ada'))

async function running(t: Test) {
  const program = startProgram(t, env)
  return { program, url: await program.url(), ada: new Visitor(sessionId) }
}

/** An upload that is under way: half of it is there, the rest comes when asked for. */
async function upload(url: string, ada: Visitor) {
  const { type, payload } = multipart({ ...await ada.proof(`${url}/tickets/new`), ...ticket }, [{ name: 'notes.txt', content: 'a line\n'.repeat(50_000) }])
  const request = open(`${url}/tickets`, { method: 'POST', headers: { 'cookie': ada.cookie(), 'content-type': type, 'content-length': payload.length } })
  const half = payload.length / 2
  await new Promise(sent => request.write(payload.subarray(0, half), sent))
  const answered = once(request, 'response').then(([response]) => response)
  return { answered, finish: () => request.end(payload.subarray(half)) }
}

/** A question of which the last line is still missing. */
async function beginAsking(url: string, path: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname.replace(/[[\]]/g, '')).setEncoding('utf8')
  await once(socket, 'connect')
  await new Promise(sent => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n`, sent))
  return async () => {
    socket.write('\r\n')
    const [answer] = await once(socket, 'data')
    return String(answer)
  }
}

async function refusesNewOnes(url: string): Promise<boolean> {
  for (;;) {
    const outcome = await fetch(`${url}/health/live`).then(({ status }) => status, () => 'refused')
    if (outcome === 'refused') return true
    if (outcome !== 200) return false
  }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal}: what runs is finished, what listens is told to come back, and nothing new is let in`, async t => {
    const { program, url, ada } = await running(t)
    const { answered, finish } = await upload(url, ada)
    const ask = await beginAsking(url, '/health/ready')
    const live = await fetch(`${url}/tickets/live`, { headers: { cookie: ada.cookie() } })
    t.match(live.headers.get('content-type'), 'text/event-stream')

    program.kill(signal)
    t.match(await live.text(), /event: away\n/, 'the stream ends with a word')
    t.ok(await refusesNewOnes(url))
    t.match(await ask(), /^HTTP\/1\.1 503 /, 'not ready')
    finish()
    const { statusCode, headers } = await answered
    t.equal(statusCode, 303)
    t.match(headers.location, /^\/tickets\/\d+\/sent$/)
    t.equal((await program.ended).code, 0, program.output())
  })
}

t.test('a sender who has stopped sending does not keep the program from ending', async t => {
  const { program, url, ada } = await running(t)
  const { answered } = await upload(url, ada)
  const cut = t.rejects(answered, 'the line is closed')
  program.kill('SIGTERM')
  t.equal((await program.ended).code, 0, program.output())
  await cut
})

t.test('an error that nobody expected is logged, and ends the program in good order', async t => {
  const surprise = 'data:text/javascript,process.on("SIGWINCH",()=>{Promise.reject(new Error("out of the blue"))})'
  const program = startProgram(t, env, ['--import', surprise])
  await program.url()
  program.kill('SIGWINCH')
  t.equal((await program.ended).code, 1)
  t.match(program.output(), /"level":60.*out of the blue/)
})

t.test('asked to stop while it still starts, it ends at once and says nothing', async t => {
  const program = startProgram(t, { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' })
  await program.says(/Waiting for PostgreSQL at 127\.0\.0\.1:9\/none/)
  program.kill('SIGTERM')
  t.equal((await program.ended).code, 0, program.output())
})
