import type { Trx } from '../../db/connect.ts'
import { bounceAddresses, markRefused } from '../../notifications/index.ts'
import type { Needs } from '../needs.ts'
import type { Report } from '../reading/index.ts'
import { isAboutAddress } from '../rules.ts'
import type { Incoming } from '../store.ts'

/**
 * Marks the address of a mail of ours that did not arrive, for good. A report is believed where it came to that mail's own
 * address, which only servers on its way know, and is about the person to whom it went. Nothing but the code is kept of it:
 * its words may be anybody's.
 */
export async function noteBounce({ config, secret }: Pick<Needs, 'config' | 'secret'>, trx: Trx, { way, recipient }: Incoming, { failures, returnPaths }: Report): Promise<void> {
  // Where the way in knows no recipient, what was sent back may tell under which address the mail had left.
  const named = way === 'smtp' ? [recipient] : [recipient, ...returnPaths]
  const { mailOf } = bounceAddresses(config, secret)
  const mailId = named.map(mailOf).find(id => id !== undefined)
  if (mailId === undefined) return
  const mail = await trx.selectFrom('mails').select(['profile_id', 'address']).where('id', '=', mailId).executeTakeFirst()
  const failure = failures.find(({ recipient, status }) => recipient === mail?.address.toLowerCase() && isAboutAddress(status))
  if (mail === undefined || mail.profile_id === null || failure === undefined) return
  await markRefused(trx, mail.profile_id, mail.address, failure.status)
}
