import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { tooMany } from '../../web/errors.ts'
import { t } from '../../web/i18n.ts'
import { countTry, networkOf } from '../../web/throttle.ts'
import type { Entrance } from '../entrance.ts'
import { accountKey, guessGuard } from '../guesses.ts'
import type { Keys } from '../keys.ts'
import { nextIn } from '../next.ts'
import { spendChallenge } from '../passkeys/challenge.ts'
import { findKnown, usePasskey } from '../passkeys/store.ts'
import { provenPasskey, signInOptions, type Answer } from '../passkeys/verify.ts'
import { findEmail } from '../store.ts'

const anyone = { config: { access: 'anyone' } } as const
const perAddress = { tries: 50, seconds: 900 }

/** /sign-in/passkey: GET what to ask a passkey, POST what it answered. It asks for its owner's finger or PIN, so it is both steps in one. */
export const passkeyAction: FastifyPluginAsync<{ entrance: Entrance; keys: Keys }> = async (app, { entrance, keys }) => {
  const guesses = guessGuard(app)

  app.get('/sign-in/passkey', anyone, async () => signInOptions(keys, app.config))

  app.post('/sign-in/passkey', anyone, async (request, reply) => {
    const wait = await countTry(app.db, `passkey:${networkOf(request.ip)}`, perAddress)
    if (wait > 0) throw tooMany(wait)
    const answer = await provenPasskey(app.config, keys, id => findKnown(app.db, id), request.form?.get('credential') ?? '')
    if (answer === undefined || !await letIn(request, reply, answer)) return refuse(request, reply)
    const { profileId } = answer.passkey
    await guesses.forget(request, reply, await accountKey(app.db, await findEmail(app.db, profileId)))
    return entrance.lead(request, reply, profileId, true)
  })

  async function letIn(request: FastifyRequest, reply: FastifyReply, { passkey, counter, challenge }: Answer): Promise<boolean> {
    return app.db.transaction().execute(async trx => {
      const fresh = await spendChallenge(trx, challenge) && await usePasskey(trx, passkey, counter)
      if (fresh) await entrance.letIn(trx, request, reply, passkey.profileId, 'passkey')
      return fresh
    })
  }

  function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    request.log.info({ address: request.ip }, 'passkey refused')
    const next = nextIn(request)
    return reply.code(422).page('sign-in/sign-in', { form: { values: {}, errors: {} }, next, problem: t('passkeys.refused'), parked: next.startsWith('/sign-in/kept/') })
  }
}
