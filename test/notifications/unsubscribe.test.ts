import t from 'tap'
import { readPreferences } from '../../src/preferences/index.ts'
import { readUnsubscribeToken, unsubscribeToken } from '../../src/notifications/unsubscribe-token.ts'
import { asked, send } from '../desk/desk.ts'
import { origin, world, type World } from '../support/world.ts'
import { sendAll } from './office.ts'
import { postOffice } from './post-office.ts'

const oneClick = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': undefined as unknown as string }
const ways = async ({ db, ada }: World) => (await readPreferences(db, ada.id)).notification

/** As a mail provider does it: no cookies, no page seen before. */
const click = ({ app }: World, url: string, payload = 'List-Unsubscribe=One-Click') => app.inject({ method: 'POST', url, payload, headers: { 'content-type': oneClick['content-type'] } })

async function mailed(t: Parameters<typeof postOffice>[0], w: World) {
  const office = await postOffice(t)
  const reference = await asked(w)
  await send(w.grace, reference, 'replies', { text: 'Water?' })
  await sendAll(w, office.url)
  const url = /^List-Unsubscribe: <(.*)>/m.exec((office.raw[1] ?? '').replace(/\r\n\s+/g, ' '))?.[1]?.replace(/\s/g, '') ?? ''
  return { office, reference, url, path: url.slice(origin.length) }
}

t.test('a mail about a ticket says how it ends, the way mail programs understand', async t => {
  const w = await world(t)
  const { office, url } = await mailed(t, w)
  const [opened, replied] = office.raw.map(text => text.replace(/\r\n[ \t]+/g, ' '))
  t.match(url, /^http:\/\/support\.test\/unsubscribe\/[\w.-]+$/)
  t.match(replied, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
  t.match(replied, /^List-Id: "Guichet" <notifications\.support\.test>\r$/im)
  t.match(replied, /^X-Auto-Response-Suppress: All\r$/m)
  t.notMatch(opened, /List-Unsubscribe/, 'the confirmation of what I asked myself has no list to leave')
  t.notMatch(url, /ada|example/)
  t.match(office.mails[1]?.text, url)
})

t.test('one POST without cookies ends such mails; looking at the link ends nothing', async t => {
  const w = await world(t)
  const { path } = await mailed(t, w)
  for (let count = 0; count < 2; count++) t.equal((await w.visitor.get(path)).status, 200)
  t.equal((await w.app.inject({ method: 'HEAD', url: path })).statusCode, 200)
  t.equal((await ways(w)).reply, 'now')

  for (let count = 0; count < 2; count++) {
    const { statusCode, body, headers } = await click(w, path)
    t.equal(statusCode, 200)
    t.notOk(headers.location, 'mail programs follow no redirect')
    t.notMatch(body, /ada@|Ada/)
  }
  t.match(await ways(w), { reply: 'portal', status: 'now', security: 'now' })
  const { length } = await w.db.selectFrom('activity').select('id').where('kind', '=', 'account:notifications').execute()
  t.equal(length, 1, 'and it is remembered once')
})

t.test('a mail provider that sends multipart is understood as well', async t => {
  const w = await world(t)
  const { path } = await mailed(t, w)
  const payload = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
  t.equal((await w.app.inject({ method: 'POST', url: path, payload, headers: { 'content-type': 'multipart/form-data; boundary=x' } })).statusCode, 200)
  t.equal((await ways(w)).reply, 'portal')
})

t.test('the page ends them by its button, and takes it back', async t => {
  const w = await world(t)
  const { path } = await mailed(t, w)
  await w.db.updateTable('customer_preferences').set({ notification_preferences: JSON.stringify({ reply: 'daily' }) }).where('customer_id', '=', w.ada.id).execute()
  const page = await w.visitor.get(path)
  t.equal(page.$('form button[value=stop]').length, 1)
  t.match(page.$('.lead').text(), 'You get a mail when somebody answers a ticket.')

  const stopped = await w.visitor.post(path, { act: 'stop' })
  t.match(stopped.$('.lead').text(), 'You get no mail when somebody answers')
  t.equal(stopped.$('button[value=undo]').length, 1)
  const undone = await w.visitor.post(path, { act: 'undo' })
  t.equal((await ways(w)).reply, 'daily', 'as it was before')
  t.equal(undone.$('button[value=stop]').length, 1)
  await w.visitor.post(path, { act: 'undo' })
  t.equal((await ways(w)).reply, 'daily', 'a second undo finds nothing to undo')
})

t.test('undo leaves alone what was chosen anew meanwhile', async t => {
  const w = await world(t)
  const { path } = await mailed(t, w)
  await click(w, path)
  await w.db.updateTable('customer_preferences').set({ notification_preferences: JSON.stringify({ reply: 'off' }) }).where('customer_id', '=', w.ada.id).execute()
  await w.visitor.post(path, { act: 'undo' })
  t.equal((await ways(w)).reply, 'off')
})

t.test('or only this ticket is silent from now on', async t => {
  const w = await world(t)
  const { path, reference } = await mailed(t, w)
  t.equal((await w.visitor.post(path, { act: 'mute' })).$('button[value=unmute]').length, 1)
  await send(w.grace, reference, 'replies', { text: 'Anybody?' })
  t.equal((await w.ada.get('/notifications')).$('.ticket-line').length, 1)
  t.equal((await ways(w)).reply, 'now', 'other tickets go on as before')
  t.equal((await w.visitor.post(path, { act: 'unmute' })).$('button[value=mute]').length, 1)
  await send(w.grace, reference, 'replies', { text: 'Hello?' })
  t.equal((await w.ada.get('/notifications')).$('.ticket-line').length, 2)
})

t.test('who follows a ticket and stops its mails gets none', async t => {
  const w = await world(t)
  const { path, reference } = await mailed(t, w)
  await w.ada.post(`/tickets/${reference}/follow`, { choice: 'follow' })
  await click(w, path)
  await send(w.grace, reference, 'replies', { text: 'Hello?' })
  t.equal((await w.db.selectFrom('mails').select('id').where('sent_at', 'is', null).execute()).length, 0)
})

t.test('a digest’s link ends all that comes in it', async t => {
  const w = await world(t)
  await w.db.updateTable('customer_preferences').set({ notification_preferences: JSON.stringify({ reply: 'weekly', status: 'weekly', closing: 'daily' }) }).where('customer_id', '=', w.ada.id).execute()
  const path = `/unsubscribe/${unsubscribeToken(w.services.secret, { profileId: w.ada.id, what: 'weekly', ticketId: undefined })}`
  t.match((await w.visitor.get(path)).$('.lead').text(), 'summary by mail every week')
  await click(w, path)
  t.match(await ways(w), { reply: 'portal', status: 'portal', closing: 'daily', resolved: 'now' })
  await w.visitor.post(path, { act: 'undo' })
  t.match(await ways(w), { reply: 'weekly', status: 'weekly' })
})

t.test('a link that we did not sign is refused, whoever it names', async t => {
  const w = await world(t)
  const { path } = await mailed(t, w)
  const token = path.split('/')[2] ?? ''
  const [content = '', mac = ''] = token.split('.')
  const forged = Buffer.from(`reply ${w.carl.id} `).toString('base64url')
  const wrong = [content, `${content}.`, `${content}.${mac.slice(1)}`, `${forged}.${mac}`, `${content}.${'é'.repeat(mac.length)}`, '.', 'x', `${unsubscribeToken('another secret', { profileId: w.ada.id, what: 'reply', ticketId: undefined })}`]
  for (const one of wrong) {
    t.equal((await w.visitor.get(`/unsubscribe/${encodeURIComponent(one)}`)).status, 404, one)
    t.equal((await click(w, `/unsubscribe/${encodeURIComponent(one)}`)).statusCode, 404)
  }
  t.equal((await ways(w)).reply, 'now')
  const security = { profileId: w.ada.id, what: 'security' as 'reply', ticketId: undefined }
  t.equal(readUnsubscribeToken('secret', unsubscribeToken('secret', security)), undefined, 'security notices have no such link')
  t.equal((await w.app.inject({ method: 'POST', url: path, payload: '', headers: { 'content-type': oneClick['content-type'], 'sec-fetch-site': 'cross-site' } })).statusCode, 403, 'other sites’ pages press no button here')

  await w.db.deleteFrom('tickets').execute()
  await w.db.deleteFrom('profiles').where('id', '=', w.ada.id).execute()
  t.equal((await w.visitor.get(path)).status, 404, 'and an account that is gone has nothing to stop')
  t.equal((await click(w, path)).statusCode, 404)
})
