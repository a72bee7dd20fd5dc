import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { findDraft } from '../drafts/index.ts'
import { signedIn } from '../web/access.ts'
import { notFound } from '../web/errors.ts'
import { goTo } from '../web/htmx.ts'
import { resendFields } from '../web/resend.ts'
import { isUuid } from '../web/submissions.ts'
import { dropParked } from './store.ts'

type Id = { Params: { id: string } }
const customer = { config: { access: 'customer' } } as const

/** /sign-in/kept/<id>: what was posted after the session had ended, for its author to send on or throw away. */
export const kept: FastifyPluginAsync = async app => {
  app.get<Id>('/sign-in/kept/:id', customer, async (request, reply) => {
    const { id } = request.params
    const draft = isUuid(id) ? await findDraft(app.db, signedIn(request).id, id) : undefined
    if (draft?.form !== 'parked') throw notFound()
    const { action = '/', files = '', ...fields } = draft.fields
    const resend = { action, fields: resendFields(Object.entries({ ...fields, parked: id })), files: files.split(' ').filter(name => name !== '') }
    return reply.page('sign-in/kept', { removal: `/sign-in/kept/${id}/removal`, resend })
  })

  app.post<Id>('/sign-in/kept/:id/removal', customer, async (request, reply) => {
    const { id } = request.params
    if (!isUuid(id)) throw notFound()
    await dropParked(app.db, signedIn(request).id, id)
    return goTo(reply.toast('done', 'kept.thrown-away'), '/')
  })
}

/** Answers that show the form again: the text is in there now. */
const shownAgain = new Set([409, 422])

/** Forgets the kept text once its form, which names it, has come to where it was to go. */
export const forgetSent = fp(async app => {
  app.addHook('onSend', async ({ form, person, log }, { statusCode }) => {
    const id = form?.get('parked') ?? ''
    if (person === null || (statusCode >= 400 && !shownAgain.has(statusCode)) || !isUuid(id)) return
    await dropParked(app.db, person.id, id).catch((error: unknown) => log.warn({ err: error }, 'kept text not forgotten'))
  })
})
