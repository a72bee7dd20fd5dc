import { sql } from 'kysely'
import type { Db, Trx } from '../../../db/connect.ts'
import { isStaff } from '../../../db/visible.ts'
import { countOtherAdmins, holdAdmins } from '../../../sign-in/index.ts'
import type { Person } from '../../../web/access.ts'
import type { Hindrance } from '../views.ts'

/** How long there is a way back. */
export const daysToThink = 14

/** Whose account is deleted, as it was. */
export interface Forgotten { id: string; email: string; name: string }

/** How many tickets that are not closed wait for this agent, and whether there would be no admin without this one. */
export async function findHindrance(db: Db, person: Pick<Person, 'id' | 'role'>): Promise<Hindrance> {
  if (!isStaff(person)) return undefined
  const { tickets } = await db.selectFrom('tickets').select(it => it.fn.countAll<number>().as('tickets')).where('assigned_to', '=', person.id).where('status', '<>', 'closed').executeTakeFirstOrThrow()
  const lastAdmin = person.role === 'admin' && await countOtherAdmins(db, person.id) === 0
  return tickets > 0 || lastAdmin ? { tickets, lastAdmin } : undefined
}

/** When the account goes; undefined where that was asked for before, 'last-admin' where it may not go. */
export async function askDeletion(trx: Trx, { id: profile_id, role }: Pick<Person, 'id' | 'role'>): Promise<Date | 'last-admin' | undefined> {
  if (role === 'admin') await holdAdmins(trx)
  if (role === 'admin' && await countOtherAdmins(trx, profile_id) === 0) return 'last-admin'
  const row = await trx.insertInto('deletions').values({ profile_id, due_at: sql`now() + make_interval(days => ${daysToThink})` })
    .onConflict(conflict => conflict.doNothing()).returning('due_at').executeTakeFirst()
  return row?.due_at
}

/** True if there was something to take back. */
export async function dropDeletion(trx: Trx, profileId: string): Promise<boolean> {
  return await trx.deleteFrom('deletions').where('profile_id', '=', profileId).returning('profile_id').executeTakeFirst() !== undefined
}

/** Whose time is over. Staff who took tickets since then are left alone until they have none, and so is the only admin. */
export async function dueDeletions(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('deletions').innerJoin('profiles', 'profiles.id', 'profile_id').where('due_at', '<=', sql<Date>`now()`)
    .where(it => it.or([it('role', '=', 'customer'), it.not(it.exists(it.selectFrom('tickets').select('tickets.id').whereRef('assigned_to', '=', 'profile_id').where('status', '<>', 'closed')))]))
    .where(it => it.or([it('role', '<>', 'admin'), it.exists(it.selectFrom('profiles as others').select('others.id').where('others.role', '=', 'admin').whereRef('others.id', '<>', 'profile_id')
      .where(it => it.not(it.exists(it.selectFrom('deletions as theirs').select('theirs.profile_id').whereRef('theirs.profile_id', '=', 'others.id')))))]))
    .orderBy('due_at').select('profile_id').execute()
  return rows.map(({ profile_id }) => profile_id)
}
