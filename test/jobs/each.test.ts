import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { deleteAccounts } from '../../src/account/index.ts'
import type { Db } from '../../src/db/connect.ts'
import { eachOf } from '../../src/jobs/each.ts'
import { notify, queueDigests } from '../../src/notifications/index.ts'
import { closeResolved } from '../../src/tickets/index.ts'
import { workOf } from '../../src/work.ts'
import { ask, change } from '../support/tickets.ts'
import { world, type World } from '../support/world.ts'

/** The database refuses this of one row, as a broken one would be. */
async function refuse(db: Db, act: string, table: string, condition: string): Promise<void> {
  await sql.raw(`create or replace function refuse() returns trigger language plpgsql as $$ begin raise exception 'this one is broken'; end $$`).execute(db)
  await sql.raw(`create trigger refuse before ${act} on ${table} for each row when (${condition}) execute function refuse()`).execute(db)
}

t.test('one that fails keeps nobody behind it waiting', async t => {
  const seen: number[] = []
  const visit = (failing: number[]) => eachOf([1, 2, 3], async number => {
    seen.push(number)
    if (failing.includes(number)) throw new Error(`no ${number}`)
  })
  await visit([])
  await t.rejects(visit([1]), { message: 'no 1' })
  await t.rejects(visit([1, 3]), { message: '2 failed: no 1; no 3', errors: [{ message: 'no 1' }, { message: 'no 3' }] })
  t.strictSame(seen, [1, 2, 3, 1, 2, 3, 1, 2, 3])
})

t.test('of the work that is done in rows', async t => {
  await t.test('an account that cannot be deleted leaves others the deletion they were promised', async t => {
    const { db, ada, carl } = await world(t)
    await refuse(db, 'update', 'profiles', `old.id = '${ada.id}'`)
    await db.insertInto('deletions').values([{ profile_id: ada.id, due_at: sql<Date>`now() - interval '2 days'` }, { profile_id: carl.id, due_at: sql<Date>`now() - interval '1 day'` }]).execute()
    await t.rejects(deleteAccounts(db), /this one is broken/)
    t.strictSame(await db.selectFrom('deletions').select('profile_id').execute(), [{ profile_id: ada.id }])
  })

  await t.test('somebody whose digest cannot be made leaves others theirs', async t => {
    const w = await world(t)
    const { db, ada, carl } = w
    await db.updateTable('customer_preferences').set({ notification_preferences: JSON.stringify({ reply: 'daily' }) }).execute()
    for (const [broken, whole] of [[ada, carl], [carl, ada]] as const) {
      for (const { id } of [ada, carl]) await told(w, id)
      await refuse(db, 'update', 'notifications', `old.profile_id = '${broken.id}'`)
      await t.rejects(queueDigests(db, w.services.queue, 'UTC'), /this one is broken/)
      await sql`drop trigger refuse on notifications`.execute(db)
      t.strictSame(await db.deleteFrom('mails').where('kind', '=', 'digest').returning('profile_id').execute(), [{ profile_id: whole.id }])
      await queueDigests(db, w.services.queue, 'UTC')
      await db.deleteFrom('mails').execute()
    }
  })

  await t.test('a ticket that cannot be closed leaves others to be', async t => {
    const { db, ada, grace, services } = await world(t)
    const references = [await ask(ada), await ask(ada)]
    for (const reference of references) await change(grace, reference, { status: 'resolved', resolution: 'Off and on', agent: grace.id })
    await db.updateTable('tickets').set({ resolved_at: sql`now() - interval '30 days'`, closing_announced_at: sql`now() - interval '20 days'` }).execute()
    await refuse(db, 'update', 'tickets', `old.reference = ${references[0]}`)
    await t.rejects(closeResolved(db, services.queue, 7), /this one is broken/)
    t.strictSame(await db.selectFrom('tickets').select('status').orderBy('reference').execute(), [{ status: 'resolved' }, { status: 'closed' }])
  })

  await t.test('a sweep that fails leaves the others to be done', async t => {
    const { db, ada, services } = await world(t)
    await db.insertInto('guides').values({ id: 'aaaaaaaa-0000-4000-8000-000000000000', profile_id: ada.id, visitor: null, answers: '{}', updated_at: sql`now() - interval '40 days'` }).execute()
    await db.insertInto('attempts').values({ key: 'long ago', started_at: sql`now() - interval '2 days'` }).execute()
    await refuse(db, 'delete', 'guides', 'true')
    const work = workOf(services, () => {})
    await t.rejects(Promise.resolve(work.sweep?.({})), /this one is broken/)
    t.strictSame(await db.selectFrom('attempts').select('key').where('key', '=', 'long ago').execute(), [])
  })
})

async function told({ db, services: { queue } }: World, profileId: string): Promise<void> {
  await db.transaction().execute(trx => notify(queue, trx, { profileId, event: 'reply', kind: 'ticket-replied', details: { author: 'Grace', title: 'Printer' }, cause: `test ${randomUUID()}` } as never))
  await db.updateTable('notifications').set({ created_at: sql`now() - interval '3 days'` }).where('profile_id', '=', profileId).execute()
}
