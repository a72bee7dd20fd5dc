import { sql, type NotNull } from 'kysely'
import type { StoredBytes } from '../../attachments/index.ts'
import type { Db, Trx } from '../../db/connect.ts'

export const daysKept = 7

/** A copy of somebody's data: being made, ready, or run out. */
export interface Archive { id: string; state: 'waiting' | 'ready' | 'expired'; asked_at: Date; expires_at: Date | null; bytes: number | null }

/** The last one that somebody asked for, while it is worth a word. */
export async function findArchive(db: Db, profileId: string): Promise<Archive | undefined> {
  return db.selectFrom('archives').where('profile_id', '=', profileId)
    .select(['id', 'asked_at', 'expires_at', 'bytes', sql<Archive['state']>`case when ready_at is null then 'waiting' when expires_at > now() then 'ready' else 'expired' end`.as('state')])
    .orderBy('asked_at', 'desc').limit(1).executeTakeFirst()
}

/** Asks for one; undefined where one is being made already. */
export async function askArchive(trx: Trx, profile_id: string, language: string): Promise<string | undefined> {
  const row = await trx.insertInto('archives').values({ profile_id, language }).onConflict(conflict => conflict.doNothing()).returning('id').executeTakeFirst()
  return row?.id
}

export interface Asked { id: string; profile_id: string; language: string; ui_preferences: unknown }

/** One that is still to be made. */
export async function findAsked(db: Db, id: string): Promise<Asked | undefined> {
  return db.selectFrom('archives').leftJoin('customer_preferences', 'customer_id', 'archives.profile_id').where('archives.id', '=', id).where('ready_at', 'is', null)
    .select(['archives.id', 'archives.profile_id', 'language', 'ui_preferences']).executeTakeFirst()
}

/** Until when it can be had; undefined where it was made already, or its owner is gone. */
export async function finishArchive(trx: Trx, id: string, file: StoredBytes): Promise<Date | undefined> {
  const row = await trx.updateTable('archives').where('id', '=', id).where('ready_at', 'is', null)
    .set({ ...file, ready_at: sql<Date>`now()`, expires_at: sql<Date>`now() + make_interval(days => ${daysKept})` }).returning('expires_at').executeTakeFirst()
  return row?.expires_at ?? undefined
}

/** The bytes of one, for its owner while it is there. */
export async function findArchiveFile(db: Db, profileId: string, id: string): Promise<(StoredBytes & { ready_at: Date }) | undefined> {
  return db.selectFrom('archives').where('id', '=', id).where('profile_id', '=', profileId).where('expires_at', '>', sql<Date>`now()`)
    .select(['storage_key', 'sha256', 'bytes', 'ready_at']).$narrowType<{ storage_key: NotNull; sha256: NotNull; bytes: NotNull; ready_at: NotNull }>()
    .executeTakeFirst()
}

/** Forgets archives a month after they ran out (their bytes go as they do), and wishes that nothing came of. */
export async function sweepArchives(db: Db): Promise<void> {
  await db.deleteFrom('archives').where(sql<boolean>`expires_at < now() - interval '30 days' or (ready_at is null and asked_at < now() - interval '5 days')`).execute()
}
