import type { FastifyPluginAsync } from 'fastify'
import type { Trx } from '../../db/connect.ts'
import { findUnsent, lockDraft, moveDraftWithin } from '../../drafts/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { isUuid, once, submissionOf } from '../../web/submissions.ts'
import { mayFollowUp } from '../rules.ts'
import { findOwnTicket } from '../store/read.ts'
import { asNewTicket } from '../unsent.ts'

type Id = { Params: { id: string } }

/** POST /tickets/drafts/<id>/ticket: a reply that was not sent becomes a new ticket that is not sent yet. */
export const unsentActions: FastifyPluginAsync = async app => {
  app.post<Id>('/tickets/drafts/:id/ticket', { config: { access: 'customer' } }, async (request, reply) => {
    const { id } = request.params
    if (!isUuid(id)) throw notFound('tickets.draft-not-found')
    const { id: personId } = signedIn(request)
    const { result } = await once(app.db, personId, submissionOf(request.form), JSON.stringify(['unsent', id]), trx => move(trx, personId, id))
    return goTo(reply, `/tickets/new?draft=${result}`)
  })

  async function move(trx: Trx, personId: string, id: string): Promise<string> {
    await lockDraft(trx, id)
    const draft = await findUnsent(trx, personId, id)
    if (draft?.form !== 'reply') throw notFound('tickets.draft-not-found')
    const { ticket, fields } = draft
    const isOver = ticket?.right === 'owner' && mayFollowUp(ticket, app.config.REOPEN_DAYS)
    const before = isOver ? await findOwnTicket(trx, personId, String(ticket.reference)) : undefined
    return moveDraftWithin(trx, personId, id, { form: 'ticket', fields: asNewTicket(fields['text'] ?? '', before) })
  }
}
