import { sql } from 'kysely'
import type { Db, Trx } from '../../../db/connect.ts'
import { isStaff } from '../../../db/visible.ts'
import type { Person } from '../../../web/access.ts'
import type { Hindrance } from '../views.ts'

/** How long there is a way back. */
export const daysToThink = 14

/** Whose account is deleted, as it was. */
export interface Forgotten { id: string; email: string; name: string }

/** How many tickets that are not closed wait for this agent; nobody else would know of them. */
export async function findHindrance(db: Db, person: Pick<Person, 'id' | 'role'>): Promise<Hindrance> {
  if (!isStaff(person)) return undefined
  const { tickets } = await db.selectFrom('tickets').select(it => it.fn.countAll<number>().as('tickets')).where('assigned_to', '=', person.id).where('status', '<>', 'closed').executeTakeFirstOrThrow()
  return tickets === 0 ? undefined : { tickets }
}

/** When the account goes; undefined where that was asked for before. */
export async function askDeletion(trx: Trx, profile_id: string): Promise<Date | undefined> {
  const row = await trx.insertInto('deletions').values({ profile_id, due_at: sql`now() + make_interval(days => ${daysToThink})` })
    .onConflict(conflict => conflict.doNothing()).returning('due_at').executeTakeFirst()
  return row?.due_at
}

/** True if there was something to take back. */
export async function dropDeletion(trx: Trx, profileId: string): Promise<boolean> {
  return await trx.deleteFrom('deletions').where('profile_id', '=', profileId).returning('profile_id').executeTakeFirst() !== undefined
}

/** Whose time is over. Staff who took tickets since then are left alone until they have none. */
export async function dueDeletions(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('deletions').innerJoin('profiles', 'profiles.id', 'profile_id').where('due_at', '<=', sql<Date>`now()`)
    .where(it => it.or([it('role', '=', 'customer'), it.not(it.exists(it.selectFrom('tickets').select('tickets.id').whereRef('assigned_to', '=', 'profile_id').where('status', '<>', 'closed')))]))
    .orderBy('due_at').select('profile_id').execute()
  return rows.map(({ profile_id }) => profile_id)
}
