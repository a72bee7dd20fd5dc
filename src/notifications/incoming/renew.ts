import { sql } from 'kysely'
import type { Trx } from '../../db/connect.ts'

/** Makes a person's addresses to answer at anew: mail to those that they were given before is theirs no more, whoever has them. */
export async function renewReplyAddresses(trx: Trx, profileId: string): Promise<void> {
  await trx.updateTable('profiles').set({ reply_addresses_renewed: sql<number>`reply_addresses_renewed + 1` }).where('id', '=', profileId).execute()
}
