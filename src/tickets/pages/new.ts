import type { FastifyPluginAsync } from 'fastify'
import { draftsOnTicket, findDraft } from '../../drafts/index.ts'
import { signedIn } from '../../web/access.ts'
import { notFound } from '../../web/errors.ts'
import { isUuid } from '../../web/submissions.ts'
import { composeFromDraft } from '../compose.ts'
import { categoryOptions, priorityOptions } from '../options.ts'
import { listCategories } from '../store/categories.ts'
import { findOwnTicket } from '../store/read.ts'

type Query = { Querystring: { draft?: string; follows?: string; title?: string } }

const titleAtMost = 200

/** GET /tickets/new: a blank form, one that brings its title along, one continued from a draft, or one that follows up a closed ticket. */
export const newPages: FastifyPluginAsync = async app => {
  app.get<Query>('/tickets/new', { config: { access: 'customer' } }, async (request, reply) => {
    const person = signedIn(request)
    const { draft: draftId = '', follows = '', title = '' } = request.query
    const draft = isUuid(String(draftId)) ? await findDraft(app.db, person.id, String(draftId)) : undefined
    if (draftId !== '' && draft?.form !== 'ticket') throw notFound('tickets.draft-not-found')

    const before = await findOwnTicket(app.db, person.id, String(draft?.fields['follows'] ?? follows))
    // What was not sent as a reply while the ticket still took one.
    const unsent = draft === undefined && before !== undefined ? await draftsOnTicket(app.db, person.id, ['reply'], before.id).executeTakeFirst() : undefined
    return reply.page('tickets/new', {
      form: { values: draft?.fields ?? { category: before?.category_slug ?? '', title: String(title).replaceAll(/\s+/g, ' ').slice(0, titleAtMost), priority: 'normal', description: unsent?.fields['text'] ?? '' }, errors: {} },
      compose: composeFromDraft(app, draft),
      categories: categoryOptions(await listCategories(app.db)),
      priorities: priorityOptions(),
      follows: before?.reference,
      sharing: person.sharing ?? undefined,
    })
  })
}
