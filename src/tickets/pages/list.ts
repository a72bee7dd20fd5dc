import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Db } from '../../db/connect.ts'
import { listTicketDrafts, type Draft } from '../../drafts/index.ts'
import { signedIn, type Person } from '../../web/access.ts'
import { sentenceFor, streamChanges } from '../../web/live.ts'
import { csvHead, csvLine } from '../csv.ts'
import { filtersFor } from '../options.ts'
import { addressOf, isNarrowed, pageLinks, readSelection } from '../selection.ts'
import { listCategories } from '../store/categories.ts'
import { allTickets, listTickets, type Selection } from '../store/list.ts'
import type { Viewer } from '../../db/visible.ts'

const customer = { config: { access: 'customer' } } as const

export const listPages: FastifyPluginAsync = async app => {
  app.get('/tickets', customer, async (request, reply) => {
    const selection = selectionOf(request)
    const list = await listTickets(app.db, owner(request), selection)
    const view = {
      list, selection, desk: false,
      // A search shows what it finds, not what was left unsent.
      drafts: selection.after === '' && selection.q === '' ? await unsentTickets(app.db, signedIn(request)) : [],
      filters: filtersFor('/tickets', selection, await listCategories(app.db)),
      links: { live: '/tickets/live', all: '/tickets', csv: addressOf('/tickets.csv', { ...selection, after: '' }), ...pageLinks('/tickets', selection, list) },
      narrowed: isNarrowed(selection),
    }
    return request.swapTarget === 'ticket-list' ? reply.partial('tickets/_ticket-list', view) : reply.page('tickets/list', view)
  })

  app.get('/tickets.csv', customer, async (request, reply) => {
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="tickets.csv"')
    return reply.send(Readable.from(csv(owner(request), { ...selectionOf(request), after: '' })))
  })

  app.get('/tickets/live', { ...customer, exposeHeadRoute: false, handlerTimeout: 86_400_000 }, async (request, reply) => {
    const { id } = signedIn(request)
    return streamChanges(request, reply, app.live, change =>
      change.customerId !== id || change.kind === 'noted' ? undefined : sentenceFor(change, { id }))
  })

  async function *csv(viewer: Viewer, selection: Selection): AsyncGenerator<string> {
    yield csvHead
    for await (const lines of allTickets(app.db, viewer, selection)) yield lines.map(csvLine).join('')
  }
}

async function unsentTickets(db: Db, { id, drafts }: Person): Promise<Draft[]> {
  return drafts === 0 ? [] : listTicketDrafts(db, id)
}

/** Here everyone is a customer, staff too: this list holds one's own tickets. */
const owner = (request: FastifyRequest): Viewer => ({ id: signedIn(request).id, role: 'customer' })

function selectionOf(request: FastifyRequest): Selection {
  const selection = readSelection(request.query)
  return { ...selection, assigned: '', ...(selection.sort === 'waiting' && { sort: 'activity', after: '' }) }
}
