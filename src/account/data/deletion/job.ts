import type { Db } from '../../../db/connect.ts'
import { eachOf } from '../../../jobs/each.ts'
import { forget } from './forget.ts'
import { dueDeletions } from './store.ts'

/** Deletes the accounts whose time is over, each in a transaction of its own. Bytes of files go with the sweep. */
export async function deleteAccounts(db: Db): Promise<void> {
  await eachOf(await dueDeletions(db), id => db.transaction().execute(trx => forget(trx, id)))
}
