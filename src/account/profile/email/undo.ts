import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { originOf, recordActivity } from '../../../activity/index.ts'
import { isTaken as isTakenBy } from '../../../db/taken.ts'
import { notify } from '../../../notifications/index.ts'
import { endOtherSessions, keepReset, newToken } from '../../../sign-in/index.ts'
import { goTo } from '../../../web/htmx.ts'
import { shutDoors } from './doors.ts'
import { findUndo, isTaken, setEmail, takeUndo, type Undo } from './store.ts'

/** Somebody else was given the address at this very moment. */
function unlessTaken(error: unknown): undefined {
  if (!isTakenBy(error)) throw error
}

const anyone = { config: { access: 'anyone' } } as const

/** /account/profile/email/undo: the link at the old address. Whoever changed it is thrown out, with all that they may have left behind as a way in. */
export const undo: FastifyPluginAsync = async app => {
  app.get<{ Querystring: { token?: string } }>('/profile/email/undo', anyone, async (request, reply) => {
    const token = String(request.query.token ?? '')
    return show(reply, token, await findUndo(app.db, token))
  })

  app.post('/profile/email/undo', anyone, async (request, reply) => {
    const token = request.form?.get('token') ?? ''
    const undo = await findUndo(app.db, token)
    if (undo === undefined || await isTaken(app.db, undo.profile_id, undo.email)) return show(reply.code(422), token, undo)
    const reset = await takeBack(request, token).catch(unlessTaken)
    return reset === undefined ? show(reply.code(422), token, await findUndo(app.db, token)) : goTo(reply.toast('done', 'email.undone'), `/reset-password?token=${reset}`)
  })

  /** Returns the token by which the owner chooses a new password: nobody gets in with the old one. */
  async function takeBack(request: FastifyRequest, token: string): Promise<string | undefined> {
    return app.db.transaction().execute(async trx => {
      const undo = await takeUndo(trx, token)
      if (undo === undefined) return undefined
      const { profile_id: id, email } = undo
      await setEmail(trx, id, email)
      await endOtherSessions(trx, id)
      await shutDoors(trx, app.queue, undo)
      const { token: reset, token_hash } = newToken()
      await keepReset(trx, id, token_hash)
      await notify(app.queue, trx, { profileId: id, event: 'security', kind: 'email-undone', details: {} })
      await recordActivity(trx, { id }, 'security:email-undone', {}, await originOf(request))
      return reset
    })
  }

  async function show(reply: FastifyReply, token: string, undo: Undo | undefined): Promise<FastifyReply> {
    if (undo === undefined) return reply.page('account/profile-email-link', { state: undefined, email: '', token: '' })
    const state = await isTaken(app.db, undo.profile_id, undo.email) ? 'taken' : 'undo'
    return reply.page('account/profile-email-link', { state, email: undo.email, token })
  }
}
