import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import type { Keys } from '../keys.ts'
import { hashCode, makeCodes, newSecret, plainCode, stepOf } from './codes.ts'

/** What guards an account beside its password. */
export interface SecondStep { on: boolean; codesLeft: number }

export async function findSecondStep(db: Db, personId: string): Promise<SecondStep> {
  const row = await db.selectFrom('authenticators').where('profile_id', '=', personId).where('confirmed_at', 'is not', null)
    .select(it => it.selectFrom('recovery_codes').select(it => it.fn.countAll<number>().as('count')).whereRef('recovery_codes.profile_id', '=', 'authenticators.profile_id').as('codesLeft'))
    .executeTakeFirst()
  return { on: row !== undefined, codesLeft: row?.codesLeft ?? 0 }
}

/** Secrets wait an hour for their first code, and are shown in the session that asked for them alone. */
const inTime = sql<boolean>`started_at > now() - interval '1 hour'`
interface Beginner { id: string; sessionId: string }

/** Begins to set one up; where that was begun in this session already, it goes on. */
export async function beginSetup(db: Db, keys: Keys, { id: profile_id, sessionId: started_in }: Beginner): Promise<void> {
  const secret = keys.seal(await newSecret())
  await db.insertInto('authenticators').values({ profile_id, secret, started_in })
    .onConflict(conflict => conflict.column('profile_id').doUpdateSet({ secret, started_in, started_at: sql`now()` })
      .where('authenticators.confirmed_at', 'is', null)
      .where(it => it.or([it('authenticators.started_in', '<>', started_in), it.not(sql<boolean>`authenticators.started_at > now() - interval '1 hour'`)])))
    .execute()
}

/** The secret that waits for its first code. */
export async function findSetup(db: Db, keys: Keys, { id, sessionId }: Beginner): Promise<string | undefined> {
  const row = await db.selectFrom('authenticators').select('secret')
    .where('profile_id', '=', id).where('started_in', '=', sessionId).where('confirmed_at', 'is', null).where(inTime).executeTakeFirst()
  return row && keys.unseal(row.secret)
}

/** Switches it on with the first right code. Undefined where the code is wrong, or it is on already. */
export async function confirmSetup(trx: Trx, keys: Keys, person: Beginner, code: string, form: string): Promise<string[] | undefined> {
  const secret = await findSetup(trx, keys, person)
  const step = secret && await stepOf(secret, plainCode(code))
  if (!step) return undefined
  const confirmed = await trx.updateTable('authenticators').set({ confirmed_at: sql`now()`, last_step: step })
    .where('profile_id', '=', person.id).where('confirmed_at', 'is', null).returning('profile_id').executeTakeFirst()
  return confirmed && renewCodes(trx, keys, person.id, form)
}

/** Ten new recovery codes instead of those that are left. */
export async function renewCodes(trx: Trx, keys: Keys, profile_id: string, form: string): Promise<string[]> {
  const recovery_key = `${form}.${randomUUID()}`
  const codes = makeCodes(keys, profile_id, recovery_key)
  await trx.updateTable('authenticators').set({ recovery_key, recovery_made_at: sql`now()` }).where('profile_id', '=', profile_id).execute()
  await trx.deleteFrom('recovery_codes').where('profile_id', '=', profile_id).execute()
  await trx.insertInto('recovery_codes').values(codes.map(code => ({ profile_id, code_hash: hashCode(keys, profile_id, code) }))).execute()
  return codes
}

/** The codes that this very form was answered with a moment ago: who pressed twice sees the second answer only. */
export async function codesOfForm(db: Db, keys: Keys, personId: string, form: string): Promise<string[] | undefined> {
  const row = await db.selectFrom('authenticators').select('recovery_key').where('profile_id', '=', personId)
    .where(sql<boolean>`split_part(recovery_key, '.', 1) = ${form}`).where(sql<boolean>`recovery_made_at > now() - interval '10 minutes'`).executeTakeFirst()
  return row && makeCodes(keys, personId, row.recovery_key)
}

export async function dropSecondStep(trx: Trx, profileId: string): Promise<void> {
  for (const table of ['authenticators', 'recovery_codes', 'pending_sign_ins'] as const) await trx.deleteFrom(table).where('profile_id', '=', profileId).execute()
}

export type Proof = 'code' | 'recovery'

/** Uses a code up, if it is right; of two requests with the same one, one gets it. */
export async function spendCode(db: Db, keys: Keys, personId: string, typed: string): Promise<Proof | undefined> {
  const code = plainCode(typed)
  if (!/^\d{6}$/.test(code)) return await spendRecoveryCode(db, hashCode(keys, personId, code)) ? 'recovery' : undefined
  const app = await db.selectFrom('authenticators').select('secret').where('profile_id', '=', personId).where('confirmed_at', 'is not', null).executeTakeFirst()
  const step = app && await stepOf(keys.unseal(app.secret), code)
  if (!step) return undefined
  const spent = await db.updateTable('authenticators').set({ last_step: step })
    .where('profile_id', '=', personId).where('confirmed_at', 'is not', null).where('last_step', '<', step).returning('profile_id').executeTakeFirst()
  return spent && 'code'
}

async function spendRecoveryCode(db: Db, hash: string): Promise<boolean> {
  return await db.deleteFrom('recovery_codes').where('code_hash', '=', hash).returning('profile_id').executeTakeFirst() !== undefined
}
