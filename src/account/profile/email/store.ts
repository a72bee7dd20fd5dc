import { sql } from 'kysely'
import type { Db, Trx } from '../../../db/connect.ts'
import { renewReplyAddresses } from '../../../notifications/index.ts'
import { hashToken } from '../../../sign-in/index.ts'

export interface PendingChange { email: string; asked_at: Date }

const inTime = sql<boolean>`expires_at > now()`
const sameEmail = (email: string) => sql<boolean>`lower(email) = lower(${email})`

export async function findChange(db: Db, profileId: string): Promise<PendingChange | undefined> {
  return db.selectFrom('email_changes').select(['email', 'asked_at']).where('profile_id', '=', profileId).where(inTime).executeTakeFirst()
}

/** The newest wish counts; links of earlier ones work no more. */
export async function keepChange(trx: Trx, profile_id: string, email: string): Promise<void> {
  await dropChange(trx, profile_id)
  await trx.insertInto('email_changes').values({ profile_id, email }).execute()
}

export async function dropChange(db: Db, profileId: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('email_changes').where('profile_id', '=', profileId).executeTakeFirst()
  return numDeletedRows > 0n
}

/** The link that was just made is the one that works, for a day from now. */
export async function giveToken(trx: Trx, profileId: string, email: string, token_hash: string): Promise<void> {
  await trx.updateTable('email_changes').set({ token_hash, expires_at: sql<Date>`now() + interval '24 hours'` })
    .where('profile_id', '=', profileId).where('email', '=', email).execute()
}

/** The address that a link confirms for this person, while it works; looking uses nothing up. */
export async function findConfirmation(db: Db, profileId: string, token: string): Promise<string | undefined> {
  const row = await db.selectFrom('email_changes').select('email').where('profile_id', '=', profileId).where('token_hash', '=', hashToken(token)).where(inTime).executeTakeFirst()
  return row?.email
}

/** Gives the person the address that the link confirms, once. Returns both; undefined where the link is dead or somebody else was faster. */
export async function confirmChange(trx: Trx, profileId: string, token: string): Promise<{ before: string; after: string } | undefined> {
  const change = await trx.deleteFrom('email_changes').where('profile_id', '=', profileId).where('token_hash', '=', hashToken(token)).where(inTime)
    .returning('email').executeTakeFirst()
  if (change === undefined || await isTaken(trx, profileId, change.email)) return undefined
  const { email: before } = await trx.selectFrom('profiles').select('email').where('id', '=', profileId).forUpdate().executeTakeFirstOrThrow()
  await setEmail(trx, profileId, change.email)
  return { before, after: change.email }
}

export async function keepUndo(trx: Trx, profile_id: string, email: string, token_hash: string): Promise<void> {
  await trx.insertInto('email_undos').values({ profile_id, email, token_hash }).execute()
}

export interface Undo { profile_id: string; email: string; changed_at: Date }

/** The change that a link takes back, while it works; looking uses nothing up. */
export async function findUndo(db: Db, token: string): Promise<Undo | undefined> {
  return db.selectFrom('email_undos').select(['profile_id', 'email', 'changed_at']).where('token_hash', '=', hashToken(token)).where(inTime).executeTakeFirst()
}

/** The same, used up: of two that use it at once, one finds it. */
export async function takeUndo(trx: Trx, token: string): Promise<Undo | undefined> {
  return trx.deleteFrom('email_undos').where('token_hash', '=', hashToken(token)).where(inTime).returning(['profile_id', 'email', 'changed_at']).executeTakeFirst()
}

export async function isTaken(db: Db, profileId: string, email: string): Promise<boolean> {
  return await db.selectFrom('profiles').select('id').where(sameEmail(email)).where('id', '<>', profileId).executeTakeFirst() !== undefined
}

/** Whoever has the mailbox of the old address answers tickets no more; what its server said of it is forgotten by a trigger. */
export async function setEmail(trx: Trx, profileId: string, email: string): Promise<void> {
  await trx.updateTable('profiles').set({ email, updated_at: sql`now()` }).where('id', '=', profileId).execute()
  await renewReplyAddresses(trx, profileId)
}

/** Forgets links that have run out. */
export async function sweepEmailChanges(db: Db): Promise<void> {
  await db.deleteFrom('email_changes').where(sql<boolean>`expires_at < now()`).execute()
  await db.deleteFrom('email_undos').where(sql<boolean>`expires_at < now()`).execute()
}
