import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { activityKinds, type ActivityKind } from './store.ts'

export const activityGroups = ['sign-in', 'security', 'ticket', 'account', 'data'] as const
export type ActivityGroup = (typeof activityGroups)[number]
/** How far back, in days. */
export const activityTimes = { day: 1, week: 7, month: 30, year: 365 } as const
export type ActivityTime = keyof typeof activityTimes

/** What of it somebody wants to see; '' is all. `after` is the number of the last line seen. */
export interface ActivitySelection { group: ActivityGroup | ''; time: ActivityTime | ''; after: string }
export interface ActivityLine { id: number; kind: ActivityKind; details: Record<string, string>; browser: string; address: string; happened_at: Date }

/** What an account did, newest first; `next` leads on where there is more. */
export async function listActivity(db: Db, personId: string, { group, time, after }: ActivitySelection, atMost: number): Promise<{ lines: ActivityLine[]; next: string | undefined }> {
  const rows = await db.selectFrom('activity').where('profile_id', '=', personId)
    .$if(group !== '', query => query.where('kind', 'in', activityKinds.filter(kind => kind.startsWith(`${group}:`))))
    .$if(time !== '', query => query.where('happened_at', '>', sql<Date>`now() - make_interval(days => ${activityTimes[time || 'day']})`))
    .$if(after !== '', query => query.where('id', '<', Number(after)))
    .select(['id', 'kind', 'details', 'browser', 'address', 'happened_at'])
    .orderBy('id', 'desc').limit(atMost + 1).execute()
  const lines = rows.slice(0, atMost) as ActivityLine[]
  return { lines, next: rows.length > atMost ? String(lines.at(-1)?.id) : undefined }
}

/** All of it, a portion at a time. */
export async function *allActivity(db: Db, personId: string, selection: ActivitySelection): AsyncGenerator<ActivityLine[]> {
  let after: string | undefined = ''
  while (after !== undefined) {
    const { lines, next } = await listActivity(db, personId, { ...selection, after }, 500)
    yield lines
    after = next
  }
}
