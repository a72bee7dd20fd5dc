import type { Trx } from '../../db/connect.ts'
import { queueMail } from '../../notifications/index.ts'
import { newToken } from '../../sign-in/index.ts'
import { countTry } from '../../web/throttle.ts'
import type { Needs } from '../needs.ts'
import type { Read } from '../reading/index.ts'
import type { Reason } from '../rules.ts'
import { findWriter } from '../store.ts'

/** A From can be forged: whoever it names gets few mails from us, and no word of what the mail said. */
const perAddress = { words: { tries: 1, seconds: 86_400 }, confirm: { tries: 1, seconds: 3_600 } }
const all = { tries: 300, seconds: 3_600 }

/** Tells the sender why their mail was not used, once a day. */
export async function answerWhy({ queue }: Needs, trx: Trx, { from }: Read, reason: Reason): Promise<void> {
  if (from === undefined || !await mayAnswer(trx, from.address, 'words')) return
  await queueMail(queue, trx, { kind: 'mail-kept', ...await reader(trx, from.address), details: { name: '', reason: reason.replaceAll('-', '_') } })
}

/** Asks the sender to confirm that they wrote it, once an hour; what else they sent meanwhile is on the same page. */
export async function askToConfirm({ queue }: Needs, trx: Trx, { from }: Read, mailId: string): Promise<void> {
  if (from === undefined || !await mayAnswer(trx, from.address, 'confirm')) return
  const { token, token_hash } = newToken()
  await trx.insertInto('mail_confirmations').values({ token_hash, mail_id: mailId }).execute()
  await queueMail(queue, trx, { kind: 'mail-confirm', ...await reader(trx, from.address), details: { name: '', token } })
}

async function mayAnswer(trx: Trx, address: string, what: keyof typeof perAddress): Promise<boolean> {
  return await countTry(trx, `mail-${what}:${address.toLowerCase()}`, perAddress[what]) === 0 && await countTry(trx, 'mail-answers', all) === 0
}

/** Who has an account is written to in their language. */
async function reader(trx: Trx, address: string): Promise<{ address: string; profileId?: string }> {
  const writer = await findWriter(trx, { email: address })
  return writer === undefined ? { address } : { address: writer.person.email, profileId: writer.person.id }
}
