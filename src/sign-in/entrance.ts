import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { browserParts, recordActivity, type Origin } from '../activity/index.ts'
import type { Trx } from '../db/connect.ts'
import { notify } from '../notifications/index.ts'
import { goTo } from '../web/htmx.ts'
import { spokenLanguage } from '../web/i18n.ts'
import { withQuery } from '../web/next.ts'
import { knownBrowsers } from './browsers.ts'
import { pendingSignIns } from './second-step/pending.ts'
import type { Proof } from './second-step/store.ts'
import type { Sessions } from './sessions.ts'
import { findParked, keepSpoken } from './store.ts'
import { nextIn } from './next.ts'

/** What somebody proved themselves with, so far. */
type First = 'password' | 'joining' | 'reset'
export type How = First | Proof | 'passkey'

/** The one door into an account: no session begins but here. */
export interface Entrance {
  /** After a password or a link from the owner's mail: lets in, or waits for the second step where there is one. False while it waits. */
  admit(trx: Trx, request: FastifyRequest, reply: FastifyReply, personId: string, how: First): Promise<boolean>
  /** After all that was asked for. */
  letIn(trx: Trx, request: FastifyRequest, reply: FastifyReply, personId: string, how: How): Promise<void>
  /** Shows who was admitted the way: to what they wanted, to the text that waits for them, or to the second step. */
  lead(request: FastifyRequest, reply: FastifyReply, personId: string, isIn: boolean): Promise<FastifyReply>
}

export function createEntrance({ config, db, queue }: FastifyInstance, sessions: Sessions): Entrance {
  const pending = pendingSignIns(config.https)
  const browsers = knownBrowsers(config.https)

  const entrance: Entrance = {
    async admit(trx, request, reply, personId, how) {
      const guarded = await isGuarded(trx, personId)
      if (guarded) await pending.begin(trx, request, reply, personId)
      else await entrance.letIn(trx, request, reply, personId, how)
      return !guarded
    },
    async letIn(trx, request, reply, personId, how) {
      const isNew = !await browsers.knows(trx, request, personId)
      const origin = await sessions.begin(trx, request, reply, personId)
      await recordActivity(trx, { id: personId }, how === 'passkey' ? 'sign-in:passkey' : 'sign-in:done', { how, ...(isNew && { browser: 'new' }) }, origin)
      await browsers.remember(trx, request, reply, personId)
      await keepSpoken(trx, personId, spokenLanguage())
      // Who has just signed up, or chosen a new password by mail, knows; of the latter there is a letter.
      if (isNew && how !== 'joining' && how !== 'reset') await notify(queue, trx, { profileId: personId, event: 'security', kind: 'new-browser', details: { ...browserParts(origin.browser), address: origin.address } })
      if (how === 'recovery') await noteRecovery(trx, personId, origin)
    },
    async lead(request, reply, personId, isIn) {
      const next = nextIn(request)
      if (!isIn) return goTo(reply, withQuery('/sign-in/second-step', { next: next === '/' ? undefined : next }))
      request.log.info({ person: personId }, 'signed in')
      const waiting = next === '/' ? await findParked(db, personId) : undefined
      return goTo(reply, waiting === undefined ? next : `/sign-in/kept/${waiting}`)
    },
  }
  return entrance

  async function noteRecovery(trx: Trx, personId: string, origin: Origin): Promise<void> {
    await recordActivity(trx, { id: personId }, 'security:recovery-code', {}, origin)
    const left = await trx.selectFrom('recovery_codes').select(it => it.fn.countAll<number>().as('count')).where('profile_id', '=', personId).executeTakeFirstOrThrow()
    await notify(queue, trx, { profileId: personId, event: 'security', kind: 'recovery-code', details: { left: left.count } })
  }
}

async function isGuarded(trx: Trx, personId: string): Promise<boolean> {
  return await trx.selectFrom('authenticators').select('profile_id').where('profile_id', '=', personId).where('confirmed_at', 'is not', null).executeTakeFirst() !== undefined
}
