import type { FastifyRequest } from 'fastify'
import { tooMany } from '../../web/errors.ts'
import { countTry, networkOf } from '../../web/throttle.ts'
import { accountKey } from '../guesses.ts'

/** Requests for mails, from one network address. */
const perAddress = { tries: 60, seconds: 3_600 }
/** Mails to one mailbox, whoever asks for them: nobody's is flooded through us. */
const perMailbox = { tries: 5, seconds: 3_600 }

/** False where the mailbox has had enough, which the answer must not show; throws where the asker has. */
export async function mayMail({ server: { db }, ip }: FastifyRequest, email: string): Promise<boolean> {
  const wait = await countTry(db, `mails:${networkOf(ip)}`, perAddress)
  if (wait > 0) throw tooMany(wait)
  return await countTry(db, `mailbox:${await accountKey(db, email)}`, perMailbox) === 0
}
