import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'

/** Forgets every job in whose data, or in what went wrong with it, one of these words stands; those that are done would stay for a day. */
export async function forgetJobs(trx: Trx, words: string[]): Promise<void> {
  await sql`delete from pgboss.job where exists (
    select from unnest(${words}::text[]) word where position(lower(word) in lower(concat(data::text, output::text))) > 0)`.execute(trx)
}
