import { sql } from 'kysely'
import t from 'tap'
import { notify, queueDigests } from '../../src/notifications/index.ts'
import { asked, send } from '../desk/desk.ts'
import { world } from '../support/world.ts'
import { outboxOf, sendAll } from './office.ts'
import { postOffice } from './post-office.ts'
import { like, news } from './wishes.ts'

/** Quiet hours that hold now, whatever the time is. */
const quietNow = () => {
  const clock = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16)
  return { quiet: true, quietFrom: clock(-60), quietTo: clock(60) }
}

t.test('in quiet hours mail waits, unless it is urgent', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  const calm = await asked(w, { title: 'Calm' })
  const urgent = await asked(w, { title: 'Urgent', priority: 'urgent' })
  await sendAll(w, office.url)
  await like(w, w.ada, { communication: quietNow() })
  for (const reference of [calm, urgent]) await send(w.grace, reference, 'replies', { text: 'Hello' })
  await w.db.transaction().execute(trx => notify(w.services.queue, trx, { profileId: w.ada.id, event: 'security', kind: 'password-changed', details: {} }))
  t.strictSame(await sendAll(w, office.url), [])
  t.strictSame(office.mails.slice(2).map(({ subject }) => subject), [`[#${urgent}] Urgent`, 'Your password was changed'])

  const [waiting] = (await outboxOf(w)).filter(({ sent_at }) => sent_at === null)
  t.match(waiting, { kind: 'ticket-replied', tries: 0 })
  const inMinutes = ((waiting?.due_at?.getTime() ?? 0) - Date.now()) / 60_000
  t.ok(inMinutes > 58 && inMinutes <= 60, 'until they are over')
  const { rows: [job] } = await sql<{ start_after: Date }>`select start_after from pgboss.job where name = 'send-mail' and data ->> 'mailId' = (select id::text from mails where sent_at is null) order by start_after desc limit 1`.execute(w.db)
  t.equal(job?.start_after.getTime(), waiting?.due_at?.getTime(), 'when the queue takes it up again')

  await like(w, w.ada, {})
  await sendAll(w, office.url)
  t.equal(office.mails.at(-1)?.subject, `[#${calm}] Calm`)
})

t.test('a digest gathers what is unread in one mail, when it is time, once', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  await like(w, w.ada, { notification: { reply: 'daily', resolved: 'daily' }, ui: { timeZone: 'Europe/Berlin', dateFormat: 'year-first', clock: '24' } })
  const first = await asked(w, { title: 'First' })
  const second = await asked(w, { title: 'Second' })
  await sendAll(w, office.url)
  for (const reference of [first, second]) await send(w.grace, reference, 'replies', { text: 'Hello' })
  await sql`update notifications set created_at = '2026-11-22T20:00Z', read_at = case when details ->> 'title' = 'Second' then now() end`.execute(w.db)

  const run = (now: string) => Promise.all([1, 2, 3].map(() => queueDigests(w.db, w.services.queue, 'UTC', new Date(now))))
  await run('2026-11-23T06:59Z')
  t.strictSame(await news(w), [], 'not before eight there')
  await run('2026-11-23T07:00Z')
  await run('2026-11-23T07:05Z')
  t.strictSame(await news(w), ['digest'])
  await sendAll(w, office.url)
  const mail = office.mails.at(-1)
  t.equal(mail?.subject, 'What was new yesterday')
  t.match(mail?.text, /\* Grace answered your ticket “First”\n\s+2026-11-22, 21:00\n\s+http:\/\/support\.test\/tickets\/1001/)
  t.notMatch(mail?.text, 'Second', 'what was read meanwhile is left out')
  t.match(office.raw.at(-1), /List-Unsubscribe-Post/)
})

t.test('a weekly digest waits for Monday, and one with nothing unread is not sent', async t => {
  const w = await world(t)
  await like(w, w.ada, { notification: { reply: 'weekly' } })
  await send(w.grace, await asked(w), 'replies', { text: 'Hello' })
  await sql`update notifications set created_at = '2026-11-18T20:00Z'`.execute(w.db)
  await queueDigests(w.db, w.services.queue, 'UTC', new Date('2026-11-22T23:00Z'))
  t.strictSame(await news(w), [])
  await w.db.updateTable('notifications').set({ read_at: new Date() }).execute()
  await queueDigests(w.db, w.services.queue, 'UTC', new Date('2026-11-23T08:01Z'))
  t.strictSame(await news(w), [])
})

t.test('more than fifty things are counted, not listed', async t => {
  const w = await world(t)
  const office = await postOffice(t)
  await sql`insert into notifications (profile_id, event, kind, details, way, created_at)
    select ${w.ada.id}, 'reply', 'ticket-replied', jsonb_build_object('author', 'Grace', 'title', 'T' || n), 'daily', now() - interval '3 days' from generate_series(1, 62) n`.execute(w.db)
  await queueDigests(w.db, w.services.queue, 'UTC')
  await sendAll(w, office.url)
  t.equal(office.mails[0]?.text?.match(/\* Grace answered/g)?.length, 50)
  t.match(office.mails[0]?.text, /12 older things are left out/)
})
