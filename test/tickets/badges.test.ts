import { sql } from 'kysely'
import t from 'tap'
import { languages } from '../../src/web/i18n.ts'
import { ask } from '../support/tickets.ts'
import { world } from '../support/world.ts'

t.test('what is new is counted, and many are many', async t => {
  const { ada, db } = await world(t)
  const reference = await ask(ada)
  const { id } = await db.selectFrom('tickets').select('id').where('reference', '=', reference).executeTakeFirstOrThrow()
  const look = async (language: string) => {
    await db.updateTable('customer_preferences').set({ ui_preferences: JSON.stringify({ language }) }).where('customer_id', '=', ada.id).execute()
    const { $ } = await ada.get('/tickets')
    return ['.ticket-title .badge', 'header a[href="/tickets"] .badge', '#bell .badge'].map(badge => $(badge).first().text())
  }
  /** So many happenings on the ticket, as many tickets with one, and as many notifications. */
  const set = async (count: number) => {
    await sql`delete from tickets where id <> ${id}`.execute(db)
    await db.deleteFrom('notifications').execute()
    await sql`insert into tickets (customer_id, title, description, status, last_activity_at) select ${ada.id}, 'Another', '', 'closed', '2020-01-01' from generate_series(2, ${count}::int)`.execute(db)
    await sql`insert into ticket_reads (profile_id, ticket_id, news) select ${ada.id}, id, case when id = ${id} then ${count}::int else 1 end from tickets on conflict (profile_id, ticket_id) do update set news = excluded.news`.execute(db)
    await sql`insert into notifications (profile_id, event, kind, way) select ${ada.id}, 'status', 'ticket-status', 'portal' from generate_series(1, ${count}::int)`.execute(db)
  }

  for (const [count, words] of [[1, '1 new'], [2, '2 new'], [99, '99 new'], [100, '99+ new'], [250, '99+ new']] as const) {
    await set(count)
    t.strictSame(await look('en'), [words, words, words], String(count))
  }
  const many = { en: '99+ new', de: '99+ neu', fr: '99+ nouveautés', es: '99+ novedades', ar: '+99 جديد' }
  for (const language of languages) t.equal((await look(language))[0], many[language])
  await set(1)
  const one = { en: '1 new', de: '1 neu', fr: '1 nouveauté', es: '1 novedad', ar: '1 جديد' }
  for (const language of languages) t.strictSame((await look(language)).slice(0, 2), [one[language], one[language]])
})
