import { createHmac } from 'node:crypto'
import type { SendMailOptions } from 'nodemailer'
import t from 'tap'
import { room } from '../../src/mail-in/rules.ts'
import { filesOnDisk } from '../support/tickets.ts'
import { authentic, fates, mailWorld, support, takeAll, ticketOf, type MailWorld } from './mailing.ts'

/** Mails that take that much room. */
async function fill({ db }: MailWorld, bytes: number, { state = 'kept', hoursAgo = 0 }: { state?: 'kept' | 'taken' | 'thrown away'; hoursAgo?: number } = {}): Promise<void> {
  await db.deleteFrom('incoming_mails').execute()
  await db.insertInto('incoming_mails').values({ key: 'large', way: 'smtp', recipient: support, sender: null, relayed: false, storage_key: 'none', bytes, state, received_at: new Date(Date.now() - hoursAgo * 3_600_000) }).execute()
}

const answerTo = ({ stranger }: MailWorld, message: SendMailOptions) =>
  stranger.sendMail({ to: support, subject: 'Hello', text: 'Hello', ...message }).then(({ response }) => response, ({ response }: { response?: string }) => response)

t.test('whom we do not know is asked to come back where they send too much', async t => {
  const w = await mailWorld(t)
  const stranger = (text: string) => answerTo(w, { from: 'eve@new.example', text })
  const { unknown } = room
  await fill(w, unknown.lately)
  t.match(await stranger('just fits'), /^250 /)
  t.match(await stranger('one too many'), /^452 4\.3\.1 /)
  t.equal((await filesOnDisk(w.dataDir)).length, 1, 'and nothing of it is kept')
  t.match(w.logged.join('\n'), /no room/)

  for (const [why, bytes, how] of [['an hour later', unknown.lately, { hoursAgo: 1.1 }], ['when it is on tickets', unknown.all, { state: 'taken' }], ['when staff threw it away', unknown.all, { state: 'thrown away' }]] as const) {
    await fill(w, bytes + 1, how)
    t.match(await stranger(why), /^250 /, why)
  }
  await fill(w, unknown.all + 1, { hoursAgo: 100 })
  t.match(await stranger('too much altogether'), /^452 4\.3\.1 /)
})

t.test('whom we know finds room until there is none at all', async t => {
  const w = await mailWorld(t)
  const { address } = await ticketOf(w, w.ada)
  const known: Record<string, SendMailOptions> = {
    'by the address that we gave them': { from: 'ada@elsewhere.example', to: address },
    'by the word of our mail server': { from: 'Ada <ada@example.com>', headers: authentic('example.com') },
  }
  await fill(w, room.unknown.all + 1)
  for (const [how, message] of Object.entries(known)) t.match(await answerTo(w, { ...message, text: how }), /^250 /, how)
  for (const [why, message] of Object.entries({
    'a wrong address': { from: 'ada@example.com', to: address.replace(/.@/, '@') },
    'nobody’s word': { from: 'ada@example.com' },
    'an honest stranger': { from: 'eve@new.example', headers: authentic('new.example') },
  })) t.match(await answerTo(w, message), /^452 /, why)

  await fill(w, room.known.all + 1)
  for (const [how, message] of Object.entries(known)) t.match(await answerTo(w, { ...message, text: `late, ${how}` }), /^452 /, how)
})

t.test('a mail provider is asked to come back', async t => {
  const key = 'k'.repeat(32)
  const w = await mailWorld(t, { MAIL_IN_SECRET: key })
  const raw = 'From: eve@new.example\r\nTo: help@acme.example\r\n\r\nHello'
  const post = () => {
    const at = Math.floor(Date.now() / 1_000)
    return w.app.inject({ method: 'POST', url: '/mail-in', payload: raw, headers: { 'content-type': 'message/rfc822', 'x-signature': `t=${at},v1=${createHmac('sha256', key).update(`${at}.${raw}`).digest('hex')}` } })
  }
  await fill(w, room.unknown.lately + 1)
  const { statusCode, headers } = await post()
  t.match({ statusCode, headers }, { statusCode: 503, headers: { 'retry-after': '600' } })
  await fill(w, 1)
  t.equal((await post()).statusCode, 202)
  await takeAll(w)
  t.equal((await fates(w)).at(-1), 'unconfirmed: unconfirmed')
})

t.test('a mail that is here already needs no room', async t => {
  const w = await mailWorld(t)
  const same = { from: 'eve@new.example', messageId: '<same@new.example>', date: new Date('2026-11-02T10:00:00Z') }
  t.match(await answerTo(w, same), /^250 /)
  await w.db.updateTable('incoming_mails').set({ bytes: room.known.all + 1 }).execute()
  t.match(await answerTo(w, same), /^250 /, 'its sender did not hear our yes')
})
