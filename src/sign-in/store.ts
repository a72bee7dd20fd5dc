import { sql, type RawBuilder } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import type { Role } from '../db/schema.ts'
import type { Language } from '../languages.ts'
import { sessionEnds } from '../web/live.ts'
import { hashToken } from './passwords.ts'

const sameEmail = (email: string) => sql<boolean>`lower(email) = lower(${email})`
const inTime = sql<boolean>`expires_at > now()`

/** The address as the database compares it, which is not quite how we would: two that it takes for one are one here. */
export async function comparedEmail(db: Db, email: string): Promise<string> {
  const { rows: [row] } = await sql<{ compared: string }>`select lower(${email}) as compared`.execute(db)
  return row?.compared ?? email
}

export interface Account { id: string; email: string; fullName: string; role: Role; passwordHash: string | null }

export async function findAccount(db: Db, email: string): Promise<Account | undefined> {
  return db.selectFrom('profiles').leftJoin('credentials', 'credentials.profile_id', 'profiles.id')
    .where(sameEmail(email))
    .select(['id', 'email', 'full_name as fullName', 'role', 'password_hash as passwordHash'])
    .executeTakeFirst()
}

export async function findEmail(db: Db, personId: string): Promise<string> {
  const { email } = await db.selectFrom('profiles').select('email').where('id', '=', personId).executeTakeFirstOrThrow()
  return email
}

export async function findPasswordHash(db: Db, personId: string): Promise<string | undefined> {
  const row = await db.selectFrom('credentials').select('password_hash').where('profile_id', '=', personId).executeTakeFirst()
  return row?.password_hash
}

/** Sets a new password. Sign-ins that the old one began do not go on. */
export async function setPassword(db: Db, profile_id: string, password_hash: string): Promise<void> {
  await db.insertInto('credentials').values({ profile_id, password_hash })
    .onConflict(conflict => conflict.column('profile_id').doUpdateSet({ password_hash, changed_at: sql`now()` })).execute()
  await db.deleteFrom('pending_sign_ins').where('profile_id', '=', profile_id).execute()
}

/** What they do not cause themselves is written to them in this language from now on, unless they chose one. */
export async function keepSpoken(trx: Trx, personId: string, spoken: Language): Promise<void> {
  await trx.updateTable('profiles').set({ spoken }).where('id', '=', personId).where('spoken', 'is distinct from', spoken).execute()
}

export interface SignUp { email: string; full_name: string; password_hash: string }

/** Keeps a sign-up until its address is confirmed; the newest for an address is the one that counts. */
export async function keepSignUp(trx: Trx, signUp: SignUp): Promise<string> {
  await trx.deleteFrom('pending_sign_ups').where(sameEmail(signUp.email)).execute()
  const { id } = await trx.insertInto('pending_sign_ups').values(signUp).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function findSignUp(db: Db, id: string): Promise<(SignUp & { id: string }) | undefined> {
  return db.selectFrom('pending_sign_ups').select(['id', 'email', 'full_name', 'password_hash'])
    .where('id', '=', id).where(inTime).executeTakeFirst()
}

export async function giveSignUpToken(trx: Trx, id: string, token_hash: string): Promise<void> {
  await trx.updateTable('pending_sign_ups').set({ token_hash }).where('id', '=', id).execute()
}

export async function dropSignUp(db: Db, id: string): Promise<void> {
  await db.deleteFrom('pending_sign_ups').where('id', '=', id).execute()
}

export interface Pending { id: string; password_hash: string }

/** The sign-up that the link confirms while it works; looking uses nothing up. */
export async function findSignUpByToken(db: Db, token: string): Promise<Pending | undefined> {
  return db.selectFrom('pending_sign_ups').select(['id', 'password_hash'])
    .where('token_hash', '=', hashToken(token)).where(inTime).executeTakeFirst()
}

/** Turns a sign-up into a customer, once: the token is deleted as it is read. */
export async function confirmSignUp(trx: Trx, token: string): Promise<{ id: string; email: string } | undefined> {
  const signUp = await trx.deleteFrom('pending_sign_ups').where('token_hash', '=', hashToken(token)).where(inTime)
    .returning(['email', 'full_name', 'password_hash']).executeTakeFirst()
  if (signUp === undefined) return undefined
  const { password_hash, ...profile } = signUp
  const added = await trx.insertInto('profiles').values(profile)
    .onConflict(conflict => conflict.doNothing()).returning(['id', 'email']).executeTakeFirst()
  if (added !== undefined) await setPassword(trx, added.id, password_hash)
  return added
}

export async function keepReset(trx: Trx, profile_id: string, token_hash: string, hours = 1): Promise<void> {
  await trx.insertInto('password_resets').values({ profile_id, token_hash, expires_at: sql`now() + make_interval(hours => ${hours})` }).execute()
}

/** Links that were sent to this person work no more. */
export async function dropResets(trx: Trx, personId: string): Promise<void> {
  await trx.deleteFrom('password_resets').where('profile_id', '=', personId).execute()
}

/** Whose password the link sets, while it works; looking uses nothing up. */
export async function findReset(db: Db, token: string): Promise<Pick<Account, 'email' | 'fullName'> | undefined> {
  if (token === '') return undefined
  return db.selectFrom('password_resets').innerJoin('profiles', 'profiles.id', 'profile_id').select(['email', 'full_name as fullName'])
    .where('token_hash', '=', hashToken(token)).where(inTime).executeTakeFirst()
}

/** Sets the new password and ends every session; the link and its siblings work once. */
export async function resetPassword(trx: Trx, token: string, passwordHash: string): Promise<Omit<Account, 'passwordHash'> | undefined> {
  const reset = await trx.deleteFrom('password_resets').where('token_hash', '=', hashToken(token)).where(inTime)
    .returning('profile_id').executeTakeFirst()
  if (reset === undefined) return undefined
  await dropResets(trx, reset.profile_id)
  await setPassword(trx, reset.profile_id, passwordHash)
  await endSessions(trx, sql`profile_id = ${reset.profile_id}`)
  return trx.selectFrom('profiles').select(['id', 'email', 'full_name as fullName', 'role']).where('id', '=', reset.profile_id).executeTakeFirstOrThrow()
}

/** Ends the sessions that are meant, and in every process the streams that they had opened. */
export async function endSessions(db: Db, which: RawBuilder<boolean>): Promise<void> {
  await db.with('ended', db => db.deleteFrom('sessions').where(which).returning('id'))
    .selectFrom('ended').select(sql`pg_notify(${sessionEnds}, id)`.as('told')).execute()
}

/**
 * True if this is still the password, and then it stays so until the transaction ends: a session that was
 * asked for with the old password cannot slip past the change that ends all sessions.
 */
export async function holdPassword(trx: Trx, personId: string, passwordHash: string): Promise<boolean> {
  return await trx.selectFrom('credentials').select('profile_id')
    .where('profile_id', '=', personId).where('password_hash', '=', passwordHash).forShare().executeTakeFirst() !== undefined
}

/** What this person last posted after a session had ended, and neither sent on nor threw away. */
export async function findParked(db: Db, personId: string): Promise<string | undefined> {
  const row = await parked(db, personId).select('id').orderBy('updated_at', 'desc').limit(1).executeTakeFirst()
  return row?.id
}

export async function dropParked(db: Db, personId: string, id: string): Promise<void> {
  await db.deleteFrom('drafts').where('id', 'in', parked(db, personId).select('id').where('id', '=', id)).execute()
}

/** Forgets what is older than the newest few. */
export async function dropOldParked(db: Db, personId: string, kept: number): Promise<void> {
  await db.deleteFrom('drafts').where('id', 'in', parked(db, personId).select('id').orderBy('updated_at', 'desc').offset(kept)).execute()
}

const parked = (db: Db, personId: string) => db.selectFrom('drafts').where('profile_id', '=', personId).where('form', '=', 'parked')

/** Removes what has run out, text that nobody came back for, and counts nobody tries any more. */
export async function sweepSignIn(db: Db): Promise<void> {
  for (const table of ['sessions', 'pending_sign_ups', 'pending_sign_ins', 'password_resets', 'passkey_offers', 'spent_challenges'] as const) {
    await db.deleteFrom(table).where(sql<boolean>`expires_at < now() - interval '1 day'`).execute()
  }
  await db.deleteFrom('drafts').where('form', '=', 'parked').where(sql<boolean>`updated_at < now() - interval '7 days'`).execute()
  await db.deleteFrom('known_browsers').where(sql<boolean>`seen_at < now() - interval '400 days'`).execute()
  await db.deleteFrom('attempts').where(sql<boolean>`started_at < now() - interval '1 day'`).execute()
}
