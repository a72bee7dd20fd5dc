import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../../activity/index.ts'
import { notify, queueMail } from '../../../notifications/index.ts'
import { dropResets, newToken } from '../../../sign-in/index.ts'
import { signedIn } from '../../../web/access.ts'
import { goTo } from '../../../web/htmx.ts'
import { confirmChange, findConfirmation, keepUndo } from './store.ts'

const customer = { config: { access: 'customer' } } as const
const undoDays = 7
const uniqueViolation = '23505'

/**
 * /account/profile/email/confirmation: the link at the new address, for the person who asked alone: a stranger whose
 * address was typed by mistake gets no account by it. Mail scanners open links; only the button does something.
 */
export const confirmation: FastifyPluginAsync = async app => {
  app.get<{ Querystring: { token?: string } }>('/profile/email/confirmation', customer, async (request, reply) => {
    const token = String(request.query.token ?? '')
    return show(reply, token, await findConfirmation(app.db, signedIn(request).id, token))
  })

  app.post('/profile/email/confirmation', customer, async (request, reply) => {
    const changed = await confirm(request, request.form?.get('token') ?? '')
    if (changed === undefined) return show(reply.code(422), '', undefined)
    return goTo(reply.toast('done', 'email.changed', { email: changed }), '/account/profile')
  })

  /** Sessions go on: who changed the address honestly is not signed out, and a thief cannot throw the owner out by it. */
  async function confirm(request: FastifyRequest, token: string): Promise<string | undefined> {
    const person = signedIn(request)
    return app.db.transaction().execute(async trx => {
      const change = await confirmChange(trx, person.id, token)
      if (change === undefined) return undefined
      const { before, after } = change
      const { token: undoToken, token_hash } = newToken()
      await keepUndo(trx, person.id, before, token_hash)
      await dropResets(trx, person.id)
      await queueMail(app.queue, trx, { kind: 'email-undo', profileId: person.id, address: before, details: { name: person.fullName, email: after, token: undoToken, days: undoDays } })
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'email-changed', details: { email: after } })
      await recordActivity(trx, person, 'security:email')
      return after
    }).catch((error: { code?: string }) => error.code === uniqueViolation ? undefined : Promise.reject(error))
  }

  function show(reply: FastifyReply, token: string, email: string | undefined): FastifyReply {
    return reply.page('account/profile-email-link', { state: email === undefined ? undefined : 'confirm', email: email ?? '', token })
  }
}
