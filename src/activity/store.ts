import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'

/** What an account did, or what was done as it; grouped for the reader by the words before the colon. */
export const activityKinds = [
  'sign-in:done', 'sign-in:failed', 'sign-in:ended', 'sign-in:passkey',
  'security:password', 'security:email-asked', 'security:email', 'security:email-undone', 'security:second-step-on', 'security:second-step-off',
  'security:recovery-code', 'security:recovery-codes', 'security:passkey-added', 'security:passkey-removed', 'security:feed',
  'ticket:opened', 'ticket:replied', 'ticket:closed', 'ticket:reopened', 'ticket:participant',
  'account:profile', 'account:preferences', 'account:communication', 'account:notifications',
  'data:asked', 'data:downloaded', 'data:deletion-asked', 'data:deletion-undone',
] as const
export type ActivityKind = (typeof activityKinds)[number]

/** Who did it, and from which session, if from one. */
export interface Doer { id: string; sessionId?: string | undefined }
/** Where it came from, where that is not the session. */
export interface Origin { browser: string; address: string }

/** Adds a line to what an account did, in the transaction that does it. Browser and address are those of the session, or the given ones. */
export async function recordActivity(db: Db, { id, sessionId = '' }: Doer, kind: ActivityKind, details: Record<string, string> = {}, origin?: Origin): Promise<void> {
  const session = (column: 'browser' | 'address') => sql<string>`coalesce(${origin?.[column] ?? null}, (select ${sql.ref(column)} from sessions where id = ${sessionId}), '')`
  await db.insertInto('activity').values({ profile_id: id, kind, details: JSON.stringify(details), browser: session('browser'), address: session('address') }).execute()
}
