import { sql } from 'kysely'
import { browserParts } from '../activity/index.ts'
import type { Db, Trx } from '../db/connect.ts'
import { endSessions } from './store.ts'

export interface SessionLine { handle: string; /** For `activity.browser`. */ parts: ReturnType<typeof browserParts>; address: string; begun: Date; seen: Date; isThis: boolean }

const atMost = 200

/** Where somebody is signed in: this session first, then what was used last. */
export async function listSessions(db: Db, personId: string, thisId: string): Promise<SessionLine[]> {
  const rows = await db.selectFrom('sessions').where('profile_id', '=', personId).where('expires_at', '>', sql<Date>`now()`)
    .select(['handle', 'browser', 'address', 'created_at as begun', 'seen_at as seen', sql<boolean>`id = ${thisId}`.as('isThis')])
    .orderBy('isThis', 'desc').orderBy('seen_at', 'desc').orderBy('handle').limit(atMost).execute()
  return rows.map(({ browser, ...row }) => ({ ...row, parts: browserParts(browser) }))
}

/** Ends one of somebody's sessions; undefined where they have no such. */
export async function endSession(trx: Trx, profileId: string, handle: string): Promise<string | undefined> {
  const session = await trx.selectFrom('sessions').select(['id', 'browser']).where('profile_id', '=', profileId).where('handle', '=', handle).forUpdate().executeTakeFirst()
  if (session !== undefined) await endSessions(trx, sql`id = ${session.id}`)
  return session?.browser
}

/** Ends all sessions of a person but the given one. */
export async function endOtherSessions(trx: Trx, personId: string, keptId = ''): Promise<void> {
  await endSessions(trx, sql`profile_id = ${personId} and id <> ${keptId}`)
}
