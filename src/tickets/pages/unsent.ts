import type { FastifyPluginAsync } from 'fastify'
import { findUnsent } from '../../drafts/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { isUuid, newSubmission } from '../../web/submissions.ts'
import { pageOf, unsentLine, whyUnsent } from '../unsent.ts'

type Id = { Params: { id: string } }
const customer = { config: { access: 'customer' } } as const

/** GET /tickets/drafts/<id>: a reply that can be sent nowhere any more. What can be, leads on to its form. */
export const unsentPages: FastifyPluginAsync = async app => {
  app.get<Id>('/tickets/drafts/:id', customer, async (request, reply) => {
    const { id } = request.params
    const draft = isUuid(id) ? await findUnsent(app.db, signedIn(request).id, id) : undefined
    if (draft === undefined) throw notFound('tickets.draft-not-found')
    const { address } = unsentLine(draft, app.config.REOPEN_DAYS)
    if (address !== pageOf(id)) return goTo(reply, address)
    return reply.page('tickets/unsent', { draft, why: whyUnsent(draft, app.config.REOPEN_DAYS) ?? '', submission: newSubmission() })
  })
}
