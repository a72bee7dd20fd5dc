import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isUuid = (text: string): boolean => uuid.test(text)
export const newSubmission = (): string => randomUUID()

/** The form's own key, or a fresh one where it has none that we could have made. */
export function submissionOf(form: URLSearchParams | undefined): string {
  const key = form?.get('submission') ?? ''
  return isUuid(key) ? key : newSubmission()
}

export interface Outcome {
  /** What the first act returned. */
  result: string
  repeated: boolean
  /** The repeat says something else than the first did: it must not be dropped unread. */
  changed: boolean
}

/**
 * Acts once for each key of a person, in one transaction with the record of it. The same key again,
 * even at the same moment, gets the first result and no second act.
 */
export async function once(db: Db, personId: string, key: string, content: string, act: (trx: Trx) => Promise<string>): Promise<Outcome> {
  const content_hash = createHash('sha256').update(content).digest('hex')
  return db.transaction().execute(async trx => {
    const fresh = await trx.insertInto('submissions')
      .values({ profile_id: personId, key, content_hash, result: '' })
      .onConflict(conflict => conflict.columns(['profile_id', 'key']).doNothing())
      .returning('key').executeTakeFirst()
    const mine = trx.updateTable('submissions').where('profile_id', '=', personId).where('key', '=', key)
    if (fresh !== undefined) {
      const result = await act(trx)
      await mine.set({ result }).execute()
      return { result, repeated: false, changed: false }
    }
    const first = await trx.selectFrom('submissions').select(['result', 'content_hash'])
      .where('profile_id', '=', personId).where('key', '=', key).executeTakeFirstOrThrow()
    return { result: first.result, repeated: true, changed: first.content_hash !== content_hash }
  })
}

/** Forgets submissions after two days: no form is sent twice that late. */
export async function sweepSubmissions(db: Db): Promise<void> {
  await db.deleteFrom('submissions').where('created_at', '<', sql<Date>`now() - interval '2 days'`).execute()
}
