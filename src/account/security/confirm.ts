import type { FastifyRequest } from 'fastify'
import { findPasswordHash, passwordFits } from '../../sign-in/index.ts'
import { signedIn } from '../../web/access.ts'
import { tooMany } from '../../web/errors.ts'
import { t } from '../../web/i18n.ts'
import { countTry } from '../../web/throttle.ts'

const guesses = { tries: 10, seconds: 900 }

/** What to say beside the password where it is not that of the person; undefined where it is. Throws after too many guesses. */
export async function passwordProblem(request: FastifyRequest, password: string): Promise<string | undefined> {
  const { server: { db } } = request
  const { id } = signedIn(request)
  const wait = await countTry(db, `change:${id}`, guesses)
  if (wait > 0) throw tooMany(wait)
  return await passwordFits(await findPasswordHash(db, id), password) ? undefined : t('account.password-wrong')
}
