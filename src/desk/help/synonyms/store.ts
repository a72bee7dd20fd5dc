import { sql } from 'kysely'
import type { Db, Trx } from '../../../db/connect.ts'
import { announce } from '../../../help/index.ts'
import { Changed } from '../../../web/versions.ts'

interface Group { id: string; words: string[]; version: number }

export const groupsAtMost = 50

/** A page of the groups, by their words. One more than are shown, where there are more. */
export async function listGroups(db: Db, page: number): Promise<Group[]> {
  return db.selectFrom('synonyms').selectAll().orderBy('words').orderBy('id').limit(groupsAtMost + 1).offset((page - 1) * groupsAtMost).execute()
}

/** A group of exactly these words, in any order, other than that of the id. */
export async function sameGroup(db: Db, words: string[], but: string | undefined): Promise<Group | undefined> {
  return db.selectFrom('synonyms').selectAll().where(sql<boolean>`words @> ${words}::text[] and words <@ ${words}::text[]`)
    .where(sql<boolean>`id is distinct from ${but ?? null}::uuid`).executeTakeFirst()
}

export async function findGroup(db: Db, id: string): Promise<Group | undefined> {
  return db.selectFrom('synonyms').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function addGroup(trx: Trx, words: string[]): Promise<string> {
  const { id } = await trx.insertInto('synonyms').values({ words }).returning('id').executeTakeFirstOrThrow()
  await announce(trx)
  return id
}

/** Writes over the version that the editor saw. */
export async function changeGroup(trx: Trx, id: string, version: number, words: string[]): Promise<void> {
  const changed = await trx.updateTable('synonyms').set({ words, version: version + 1 }).where('id', '=', id).where('version', '=', version).returning('id').executeTakeFirst()
  if (changed === undefined) throw new Changed()
  await announce(trx)
}

/** Removes the version that the editor saw; what is gone already stays gone. */
export async function removeGroup(trx: Trx, id: string, version: number): Promise<void> {
  const group = await trx.selectFrom('synonyms').select('version').where('id', '=', id).forUpdate().executeTakeFirst()
  if (group === undefined) return
  if (group.version !== version) throw new Changed()
  await trx.deleteFrom('synonyms').where('id', '=', id).execute()
  await announce(trx)
}
