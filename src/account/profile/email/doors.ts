import type { Trx } from '../../../db/connect.ts'
import type { Queue } from '../../../jobs/queue.ts'
import { readPreferences, savePreferences } from '../../../preferences/index.ts'
import { removeInvitedSince } from '../../../tickets/index.ts'
import type { Undo } from './store.ts'

/**
 * The password and every link go, and all passkeys and feeds: a thief may have added theirs before the change. A second step
 * goes only if it is younger than that: a mailbox alone opens no account that has one. Its recovery codes go if they are.
 */
export async function shutDoors(trx: Trx, queue: Queue, { profile_id: id, changed_at: since }: Undo): Promise<void> {
  for (const table of ['credentials', 'email_undos', 'email_changes', 'password_resets', 'pending_sign_ins', 'passkeys', 'feeds', 'known_browsers', 'deletions'] as const) {
    await trx.deleteFrom(table).where('profile_id', '=', id).execute()
  }
  const codes = await trx.selectFrom('authenticators').select('started_at').where('profile_id', '=', id)
    .where(it => it.or([it('started_at', '>=', since), it('recovery_made_at', '>=', since)])).executeTakeFirst()
  if (codes !== undefined) await trx.deleteFrom('recovery_codes').where('profile_id', '=', id).execute()
  await trx.deleteFrom('authenticators').where('profile_id', '=', id).where('started_at', '>=', since).execute()
  await shutOthersOut(trx, queue, id, since)
}

/** Nobody reads along whom the owner may not know: not on new tickets, whenever that was set, nor by an invitation since the change. */
async function shutOthersOut(trx: Trx, queue: Queue, id: string, since: Date): Promise<void> {
  const { communication } = await readPreferences(trx, id)
  await savePreferences(trx, id, 'communication', { ...communication, participants: [] })
  const { email, full_name: fullName } = await trx.selectFrom('profiles').select(['email', 'full_name']).where('id', '=', id).executeTakeFirstOrThrow()
  await removeInvitedSince(trx, queue, { id, email, fullName, role: 'customer' }, since)
}
