import type { FastifyRequest } from 'fastify'
import { countTry, forgetTries } from '../../web/throttle.ts'
import { knownBrowsers } from '../browsers.ts'

/** A code has a million forms, of which three are right: so many tries a day, and few are guessed in years. */
const quick = { tries: 10, seconds: 900 }
const daily = { tries: 40, seconds: 86_400 }

/** Counts a try at somebody's code; for how many seconds to wait, 0 for go ahead. Their own browsers count apart: nobody locks them out. */
export async function mayTryCode(request: FastifyRequest, personId: string): Promise<number> {
  const { server: { db } } = request
  const key = await keyOf(request, personId)
  return Math.max(await countTry(db, key, quick), await countTry(db, `${key}:day`, daily))
}

/** After a right one; the day's count stands. */
export async function forgetCodeTries(request: FastifyRequest, personId: string): Promise<void> {
  await forgetTries(request.server.db, await keyOf(request, personId))
}

async function keyOf(request: FastifyRequest, personId: string): Promise<string> {
  const { server: { db, config } } = request
  const own = await knownBrowsers(config.https).knows(db, request, personId)
  return own ? `own-code:${personId}` : `code:${personId}`
}
