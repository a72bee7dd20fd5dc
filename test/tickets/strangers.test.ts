import t from 'tap'
import { swap, type Answer } from '../support/client.ts'
import { answer, ask, change } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'

const gets = ['', '/sent', '/print', '/live', '/replies', '/closure', '/reopening', '/rating']
const posts = ['/replies', '/closure', '/reopening', '/rating']
const fields = { text: 'Carl was here', score: '1', intent: 'send' }
/** A page without what differs from one answer to the next. */
const plain = ({ status, body }: Answer) => [status, body.replaceAll(/value="[^"]*"|the number \S+|\d{4}/g, '')]

t.test('somebody else’s ticket', async t => {
  const { ada, carl, grace, visitor, db } = await world(t)
  const reference = await ask(ada)
  await change(grace, reference, { status: 'resolved', resolution: 'Done' })

  await t.test('is not there, exactly like one that does not exist', async t => {
    for (const path of gets) t.strictSame(plain(await carl.get(`/tickets/${reference}${path}`)), plain(await carl.get(`/tickets/9999${path}`)), `GET ${path}`)
    for (const path of posts) {
      t.strictSame(plain(await carl.post(`/tickets/${reference}${path}`, fields)), plain(await carl.post(`/tickets/9999${path}`, fields)), `POST ${path}`)
      t.equal((await carl.upload(`/tickets/${reference}${path}`, fields, [{ name: 'x', content: 'x' }])).status, 404, `upload ${path}`)
      t.equal((await carl.post(`/tickets/${reference}${path}`, fields, swap('ticket'))).status, 404, `swap ${path}`)
    }
    t.equal((await carl.get(`/desk/tickets/${reference}`)).status, 403)
  })

  await t.test('is not there for staff either, outside the desk', async t => {
    for (const path of gets) t.equal((await grace.get(`/tickets/${reference}${path}`)).status, 404, `GET ${path}`)
    for (const path of posts) t.equal((await grace.post(`/tickets/${reference}${path}`, fields)).status, 404, `POST ${path}`)
  })

  await t.test('asks a visitor to sign in, whether it exists or not', async t => {
    for (const path of gets) {
      for (const wanted of [reference, 9999]) {
        const { status, location } = await visitor.get(`/tickets/${wanted}${path}`)
        t.equal(status, 303, path)
        t.match(location, /^\/sign-in/, path)
      }
    }
    for (const path of posts) t.ok([303, 403].includes((await visitor.post(`/tickets/${reference}${path}`, fields)).status), path)
  })

  await t.test('was changed by none of them', async t => {
    t.strictSame(await db.selectFrom('replies').select('id').execute(), [])
    t.strictSame(await db.selectFrom('ratings').select('score').execute(), [])
    t.strictSame(await db.selectFrom('attachments').select('id').execute(), [])
    t.equal((await db.selectFrom('tickets').select('status').executeTakeFirstOrThrow()).status, 'resolved')
  })

  await t.test('at an address that makes no sense is not there', async t => {
    for (const wrong of ['0', '-1', '1e3', 'x', '1001x', '１００１', '9'.repeat(40), '%00', "'", '1001%20', '..%2F1001', '+1001', '0x3E9']) {
      t.ok([400, 404].includes((await ada.get(`/tickets/${wrong}`)).status), wrong)
      t.ok([400, 404].includes((await ada.post(`/tickets/${wrong}/closure`)).status), `POST ${wrong}`)
    }
  })
})

t.test('what staff note', async t => {
  const { ada, grace, db } = await world(t)
  const reference = await ask(ada)
  const desk = await grace.get(`/desk/tickets/${reference}`)
  await grace.upload(`/desk/tickets/${reference}/notes`, { text: 'She is **difficult**', version: String(desk.$('form[name=notes] [name=version]').val()), intent: 'send' }, [{ name: 'secret.log', content: 'secret' }])
  const file = await db.selectFrom('attachments').select(['id', 'note_id']).executeTakeFirstOrThrow()
  t.match(file.note_id, String, 'the note is there, with its file')

  t.test('reaches the customer in no way', async t => {
    for (const path of ['', '/print', '/sent']) t.notMatch((await ada.get(`/tickets/${reference}${path}`)).body, /difficult|secret/, path)
    t.notMatch((await ada.get(`/tickets/${reference}`, swap('ticket'))).body, /difficult|secret/)
    t.equal((await ada.get(`/attachments/${file.id}/secret.log`)).status, 404)
    t.equal((await grace.get(`/attachments/${file.id}/secret.log`)).status, 200)
    t.notMatch((await ada.get('/tickets')).body, /difficult|badge/)
    t.notMatch((await ada.get('/tickets?q=difficult')).$('.tickets').text(), 'Printer')
    t.notMatch((await ada.get('/tickets.csv')).body, 'difficult')
    const mails = await db.selectFrom('mails').select('details').execute()
    t.notMatch(JSON.stringify(mails), 'difficult')
  })

  t.test('moves nothing that the customer sees', async t => {
    const activity = async () => (await db.selectFrom('tickets').select(['status', 'last_activity_at']).executeTakeFirstOrThrow())
    const before = await activity()
    await answer(grace, reference, 'Still difficult', 'notes')
    t.strictSame(await activity(), before)
  })

  t.test('stays at the desk when staff look at a ticket of their own', async t => {
    const own = await ask(grace)
    await answer(grace, own, 'Noted on my own ticket', 'notes')
    t.ok(await until(async () => (await db.selectFrom('notes').select('id').execute()).length === 3))
    t.notMatch((await grace.get(`/tickets/${own}`)).body, 'Noted on my own')
  })
})
