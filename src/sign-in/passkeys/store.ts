import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'

export interface Passkey { id: string; name: string; created_at: Date; used_at: Date | null }
/** What is kept to check an answer of it with. */
export interface KnownPasskey { id: string; profileId: string; credentialId: string; publicKey: string; transports: string[]; counter: number }

const known = ['id', 'profile_id as profileId', 'credential_id as credentialId', 'public_key as publicKey', 'transports', 'counter'] as const
const mine = (db: Db, personId: string) => db.selectFrom('passkeys').where('profile_id', '=', personId)
const inTime = sql<boolean>`expires_at > now()`

export const passkeysAtMost = 20

export async function listPasskeys(db: Db, personId: string): Promise<Passkey[]> {
  return mine(db, personId).select(['id', 'name', 'created_at', 'used_at']).orderBy('created_at').execute()
}

export async function listKnown(db: Db, personId: string): Promise<KnownPasskey[]> {
  return mine(db, personId).select(known).execute()
}

export async function findPasskey(db: Db, personId: string, id: string): Promise<Passkey | undefined> {
  return mine(db, personId).where('id', '=', id).select(['id', 'name', 'created_at', 'used_at']).executeTakeFirst()
}

export async function findKnown(db: Db, credentialId: string): Promise<KnownPasskey | undefined> {
  return db.selectFrom('passkeys').where('credential_id', '=', credentialId).select(known).executeTakeFirst()
}

/** Notes that it was used. False where it was removed meanwhile, or counts backwards as a copy would. */
export async function usePasskey(trx: Trx, { id }: KnownPasskey, counter: number): Promise<boolean> {
  return await trx.updateTable('passkeys').set({ counter, used_at: sql`now()` }).where('id', '=', id)
    .where(it => it.or([it('counter', '<', counter), it.and([it('counter', '=', 0), sql<boolean>`${counter}::bigint = 0`])]))
    .returning('id').executeTakeFirst() !== undefined
}

export async function addPasskey(trx: Trx, passkey: Omit<KnownPasskey, 'id'> & { name: string }): Promise<boolean> {
  const { profileId, credentialId, publicKey, ...rest } = passkey
  return await trx.insertInto('passkeys').values({ profile_id: profileId, credential_id: credentialId, public_key: publicKey, ...rest })
    .onConflict(conflict => conflict.doNothing()).returning('id').executeTakeFirst() !== undefined
}

export async function renamePasskey(db: Db, personId: string, id: string, name: string): Promise<void> {
  await db.updateTable('passkeys').set({ name }).where('profile_id', '=', personId).where('id', '=', id).execute()
}

/** Returns the name of the one that was removed, once. */
export async function removePasskey(trx: Trx, personId: string, id: string): Promise<string | undefined> {
  const removed = await trx.deleteFrom('passkeys').where('profile_id', '=', personId).where('id', '=', id).returning('name').executeTakeFirst()
  return removed?.name
}

export interface Offer { challenge: string; name: string }
interface Asker { id: string; sessionId: string }

/** Remembers that this session adds a passkey of that name. */
export async function makeOffer(db: Db, { sessionId: session_id }: Asker, name: string): Promise<void> {
  const offer = { challenge: randomBytes(32).toString('base64url'), name, expires_at: sql<Date>`now() + interval '5 minutes'` }
  await db.insertInto('passkey_offers').values({ session_id, ...offer }).onConflict(conflict => conflict.column('session_id').doUpdateSet(offer)).execute()
}

export async function findOffer(db: Db, { sessionId }: Asker): Promise<Offer | undefined> {
  return db.selectFrom('passkey_offers').select(['challenge', 'name']).where('session_id', '=', sessionId).where(inTime).executeTakeFirst()
}

/** Uses it up. */
export async function takeOffer(trx: Trx, { sessionId }: Asker): Promise<Offer | undefined> {
  return trx.deleteFrom('passkey_offers').where('session_id', '=', sessionId).where(inTime).returning(['challenge', 'name']).executeTakeFirst()
}
