import type { Db, Trx } from '../db/connect.ts'

/** How many admins there are besides this person; whose account is about to be deleted counts for none. */
export async function countOtherAdmins(db: Db, personId: string): Promise<number> {
  const { count } = await staying(db).where('id', '<>', personId).select(it => it.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return count
}

/**
 * Call it in a transaction before an admin goes, and count only then: of two who go at the same moment, the second waits
 * here, and finds the first one gone.
 */
export async function holdAdmins(trx: Trx): Promise<void> {
  await trx.selectFrom('profiles').select('id').where('role', '=', 'admin').orderBy('id').forUpdate().execute()
}

const staying = (db: Db) => db.selectFrom('profiles').where('role', '=', 'admin')
  .where(it => it.not(it.exists(it.selectFrom('deletions').select('profile_id').whereRef('profile_id', '=', 'profiles.id'))))
