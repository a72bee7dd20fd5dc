import { sql } from 'kysely'
import type { StoredBytes } from '../../attachments/index.ts'
import type { Db, Trx } from '../../db/connect.ts'
import { isStaff, seenBy, type Viewer } from '../../db/visible.ts'

export interface Profile {
  full_name: string
  address_as: string
  phone: string | null
  company: string | null
  /** Names the picture's bytes; null where there is none. */
  picture: string | null
  mail_refused_at: Date | null
  mail_refusal: string | null
  /** The address that waits to be confirmed. */
  pending: string | null
}

export async function findProfile(db: Db, id: string): Promise<Profile> {
  return db.selectFrom('profiles')
    .leftJoin('profile_pictures', 'profile_pictures.profile_id', 'profiles.id')
    .leftJoin('email_changes', join => join.onRef('email_changes.profile_id', '=', 'profiles.id').on('email_changes.expires_at', '>', sql<Date>`now()`))
    .where('profiles.id', '=', id)
    .select(['full_name', 'address_as', 'phone', 'company', 'sha256 as picture', 'mail_refused_at', 'mail_refusal', 'email_changes.email as pending'])
    .executeTakeFirstOrThrow()
}

export type ProfileFields = Pick<Profile, 'full_name' | 'address_as' | 'phone' | 'company'>

/** True if something is different now. */
export async function saveProfile(trx: Trx, id: string, fields: ProfileFields): Promise<boolean> {
  const before = await trx.selectFrom('profiles').select(['full_name', 'address_as', 'phone', 'company']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  if (Object.entries(fields).every(([name, value]) => before[name as keyof ProfileFields] === value)) return false
  await trx.updateTable('profiles').set({ ...fields, updated_at: sql`now()` }).where('id', '=', id).execute()
  return true
}

/** Puts the picture in the place of the one before, whose key is returned where there was one. */
export async function setPicture(trx: Trx, profile_id: string, picture: StoredBytes): Promise<string | undefined> {
  const before = await dropPicture(trx, profile_id)
  await trx.insertInto('profile_pictures').values({ profile_id, ...picture }).execute()
  return before
}

export async function dropPicture(trx: Trx, profileId: string): Promise<string | undefined> {
  // Two forms at once take turns.
  await trx.selectFrom('profiles').select('id').where('id', '=', profileId).forUpdate().execute()
  const gone = await trx.deleteFrom('profile_pictures').where('profile_id', '=', profileId).returning('storage_key').executeTakeFirst()
  return gone?.storage_key
}

/** Somebody's picture, for themselves, for staff, and for who meets them on a ticket. */
export async function findPicture(db: Db, viewer: Viewer, profileId: string): Promise<StoredBytes | undefined> {
  const picture = db.selectFrom('profile_pictures').where('profile_id', '=', profileId).select(['storage_key', 'sha256', 'bytes'])
  if (isStaff(viewer) || viewer.id === profileId) return picture.executeTakeFirst()
  return picture.where(it => it.exists(it.selectFrom('tickets').select('tickets.id').where(seenBy(viewer.id)).where(it => it.or([
    it('customer_id', '=', profileId), it('assigned_to', '=', profileId),
    it.exists(it.selectFrom('participants').select('participants.id').whereRef('participants.ticket_id', '=', 'tickets.id').where('profile_id', '=', profileId)),
    it.exists(it.selectFrom('replies').select('replies.id').whereRef('replies.ticket_id', '=', 'tickets.id').where('author_id', '=', profileId)),
  ])))).executeTakeFirst()
}
