import type { FastifyRequest } from 'fastify'
import { tooMany } from '../web/errors.ts'
import { t } from '../web/i18n.ts'
import { countTry, networkOf } from '../web/throttle.ts'
import { weaknessOf } from './strength/index.ts'

/** New passwords from one network address: judging one takes a moment. */
const perAddress = { tries: 120, seconds: 3_600 }

/** Says why a new password would be guessed soon, and what to take instead; undefined where it would not. */
export async function weakPassword({ server: { db, config }, ip }: FastifyRequest, password: string, own: string[]): Promise<string | undefined> {
  const wait = await countTry(db, `passwords:${networkOf(ip)}`, perAddress)
  if (wait > 0) throw tooMany(wait)
  const weakness = await weaknessOf(password, [...own, config.SITE_NAME])
  return weakness && t(weakness)
}
