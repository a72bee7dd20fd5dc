import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'

/** What a mail server said to us of an address that it does not take, or only the code where we were told by a report; and when. */
export interface MailRefusal { at: Date; words: string }

interface Refused { responseCode?: number; command?: string; response?: string }

/**
 * The server's words, if it said for good that it takes no mail for this address (5xx to RCPT TO). What it has
 * against us rather than the address (5.7.x: policy, relaying) may change, and is tried again.
 */
export function refusalOf(error: unknown): string | undefined {
  const { responseCode = 0, command, response = '' } = (typeof error === 'object' && error !== null ? error : {}) as Refused
  if (command !== 'RCPT TO' || responseCode < 500 || /^\d{3}[ -]5\.7\./.test(response)) return undefined
  return reasonOf(response)
}

/** One line that may be shown, whatever a server says. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return [...reason.replace(/\p{Cc}+/gu, ' ').trim()].slice(0, 500).join('')
}

/** Remembers it with the person, as long as the address is still theirs. */
export async function markRefused(db: Db, profileId: string, address: string, words: string): Promise<void> {
  await db.updateTable('profiles').set({ mail_refused_at: sql<Date>`now()`, mail_refusal: words })
    .where('id', '=', profileId).where(sql<string>`lower(email)`, '=', address.toLowerCase()).execute()
}

/** A mail got through after all. */
export async function forgetRefusals(db: Db, profileIds: string[]): Promise<void> {
  if (profileIds.length === 0) return
  await db.updateTable('profiles').set({ mail_refused_at: null, mail_refusal: null }).where('id', 'in', profileIds).execute()
}

/** For the page that tells somebody that their mail does not reach them. */
export async function findMailRefusal(db: Db, profileId: string): Promise<MailRefusal | undefined> {
  const row = await db.selectFrom('profiles').select(['mail_refused_at as at', 'mail_refusal as words']).where('id', '=', profileId).executeTakeFirst()
  return row === undefined || row.at === null ? undefined : { at: row.at, words: row.words ?? '' }
}
