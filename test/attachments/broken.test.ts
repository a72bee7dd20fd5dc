import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import t from 'tap'
import { multipart, type Client, type Fields, type Upload } from '../support/client.ts'
import { filesIn } from '../support/files.ts'
import { storageSettings } from '../support/storage.ts'
import { question, shown } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { origin, world } from '../support/world.ts'

const log: Upload = { name: 'error.log', content: 'it broke', type: 'text/plain' }
const cookies = (person: Client) => Object.entries(person.cookies).map(([name, value]) => `${name}=${value}`).join('; ')

t.test('an upload that breaks off', async t => {
  const w = await world(t, await storageSettings(t))
  const { ada, app, db } = w
  const form = async (fields: Fields, files: Upload[]) => multipart({ ...question, ...await ada.proof(), ...fields }, files)
  const post = async (type: string, payload: Buffer) => {
    const headers = { 'content-type': type, cookie: cookies(ada), accept: 'text/html', 'sec-fetch-site': 'same-origin' }
    const response = await app.inject({ method: 'POST', url: '/tickets', payload, headers })
    return { status: response.statusCode, body: response.body }
  }
  const keys = async () => (await db.selectFrom('attachments').select('storage_key').execute()).map(row => row.storage_key).sort()
  const tickets = async () => (await db.selectFrom('tickets').select('id').execute()).length

  await t.test('in the middle of a file keeps every word and the files before it', async t => {
    const { type, payload } = await form({}, [log, { name: 'big.txt', content: 'x'.repeat(100_000) }])
    const { status, body } = await post(type, payload.subarray(0, -50_000))
    t.equal(status, 422)
    const { $ } = await ada.get('/tickets')
    const page = await ada.get(String($('.drafts a').attr('href')))
    t.match(body, 'The upload broke off before it was complete')
    t.match(shown(page, '#ticket-form form'), { title: question.title, description: question.description, priority: question.priority })
    t.match(page.$('.received').text(), 'error.log')
    t.equal(await tickets(), 0)
    t.strictSame(await filesIn(w), await keys())
  })

  await t.test('without its last line keeps what came', async t => {
    const { type, payload } = await form({}, [log])
    const { status, body } = await post(type, payload.subarray(0, -30))
    t.equal(status, 422)
    t.match(body, 'The upload broke off before it was complete')
    t.strictSame(await filesIn(w), await keys())
  })

  await t.test('before its proof came is refused', async t => {
    const { type, payload } = multipart({ ...question, intent: 'send' }, [log])
    const before = await keys()
    t.equal((await post(type, payload)).status, 403, 'without a proof')
    t.equal((await post(type, payload.subarray(0, 200))).status, 403, 'broken off before it')
    t.strictSame(await keys(), before)
    t.strictSame(await filesIn(w), before)
  })

  await t.test('that was never well-formed is a bad request, not a crash', async t => {
    const { payload } = await form({}, [log])
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=', `multipart/form-data; boundary=${'b'.repeat(252)}`, 'multipart/form-data; boundary=other', 'application/json', 'text/plain']) {
      const { status } = await post(type, payload)
      t.ok(status >= 400 && status < 500, `${type}: ${status}`)
    }
    t.equal(await tickets(), 0)
    t.equal((await ada.get('/tickets')).status, 200)
  })

  await t.test('because the line was cut leaves nothing half', async t => {
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const { type, payload } = await form({ title: 'Cut off' }, [log, { name: 'big.txt', content: 'x'.repeat(500_000) }])
    for (const sent of [300, 2_000, payload.length - 400_000, payload.length - 10]) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      socket.write(`POST /tickets HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nCookie: ${cookies(ada)}\r\nContent-Type: ${type}\r\nContent-Length: ${payload.length}\r\n\r\n`)
      socket.write(payload.subarray(0, sent))
      await new Promise(resolve => setTimeout(resolve, 150))
      socket.destroy()
    }
    const settled = await until(async () => JSON.stringify(await filesIn(w)) === JSON.stringify(await keys()))
    t.ok(settled, 'every file on disk has its row')
    t.equal(await tickets(), 0)
    t.equal((await ada.get('/tickets')).status, 200)
  })
})
