import type { Db, Trx } from '../../db/connect.ts'
import { accountKey } from '../../sign-in/index.ts'
import { countTry } from '../../web/throttle.ts'

const hour = 3_600
const day = 86_400
/** Whom one person asks. A new ticket that asks ten colleagues counts ten times. */
const perInviter = { hourly: { tries: 60, seconds: hour }, daily: { tries: 120, seconds: day } }
/** Mails to one mailbox, whoever asks: few to who never came here. */
const perMailbox = { known: { hourly: { tries: 20, seconds: hour }, daily: { tries: 100, seconds: day } }, stranger: { hourly: { tries: 5, seconds: hour }, daily: { tries: 10, seconds: day } } }

/** Counts somebody who is asked; for how many seconds to wait first, 0 for go ahead. */
export async function mayAsk(db: Db, inviterId: string): Promise<number> {
  return countBoth(db, `invitations:${inviterId}`, perInviter)
}

/** False where the mailbox has had enough, which whoever asks must not see. */
export async function mayMailTo(trx: Trx, address: string, isKnown: boolean): Promise<boolean> {
  return await countBoth(trx, `invitations-to:${await accountKey(trx, address)}`, isKnown ? perMailbox.known : perMailbox.stranger) === 0
}

async function countBoth(db: Db, key: string, { hourly, daily }: typeof perInviter): Promise<number> {
  const wait = await countTry(db, key, hourly)
  return wait > 0 ? wait : countTry(db, `${key}:day`, daily)
}
