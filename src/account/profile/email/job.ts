import type { Db } from '../../../db/connect.ts'
import type { Queue } from '../../../jobs/queue.ts'
import { queueMail } from '../../../notifications/index.ts'
import { findAccount, newToken } from '../../../sign-in/index.ts'
import { spokenLanguage } from '../../../web/i18n.ts'
import { findChange, giveToken } from './store.ts'

/** Sends the link that confirms a new address; who has an account with it already is told so instead. Done after the answer, so that neither its words nor its timing tell which. */
export async function emailChangeJob(db: Db, queue: Queue, profileId: string): Promise<void> {
  const change = await findChange(db, profileId)
  if (change === undefined) return
  const account = await findAccount(db, change.email)
  const { token, token_hash } = newToken()
  await db.transaction().execute(async trx => {
    if (account !== undefined) return queueMail(queue, trx, { kind: 'email-taken', address: account.email, profileId: account.id, details: { name: account.fullName }, language: null })
    await giveToken(trx, profileId, change.email, token_hash)
    // No name: the address may be a stranger's, by a slip of the hand.
    await queueMail(queue, trx, { kind: 'email-confirm', address: change.email, language: spokenLanguage(), details: { name: '', token } })
  })
}
