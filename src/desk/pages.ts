import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { addressOf, filtersFor, isNarrowed, listCategories, listTickets, pageLinks, readSelection, type Selection } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import { streamChanges, type Change } from '../web/live.ts'
import type { Select } from '../web/views.ts'
import { showTicket } from './show.ts'

type Reference = { Params: { reference: string } }
const agent = { config: { access: 'agent' } } as const
const forDays = { ...agent, handlerTimeout: 86_400_000 }

export const pages: FastifyPluginAsync = async app => {
  app.get('/', agent, async (request, reply) => {
    const selection = readSelection(request.query, 'waiting')
    const list = await listTickets(app.db, signedIn(request), selection)
    const view = {
      list, selection, drafts: [], desk: true,
      filters: filtersFor('/desk', selection, await listCategories(app.db), { sorts: ['waiting', 'activity', 'opened', 'priority'], needs: t('desk.needs-us'), more: [assignedSelect(selection)] }),
      links: { live: '/desk/live', csv: undefined, all: addressOf('/desk', { sort: 'activity' }), ...pageLinks('/desk', selection, list) },
      narrowed: isNarrowed(selection) || selection.sort === 'waiting',
    }
    return request.swapTarget === 'ticket-list' ? reply.partial('tickets/_ticket-list', view) : reply.page('desk/queue', view)
  })

  app.get<Reference>('/tickets/:reference', agent, async (_request, reply) => showTicket(app, reply))

  app.get('/live', forDays, async (request, reply) => streamChanges(request, reply, app.live, change => say(change, request)))

  app.get<Reference>('/tickets/:reference/live', forDays, async (request, reply) => {
    const { ticket } = request
    return streamChanges(request, reply, app.live, change => change.ticketId === ticket.id ? say(change, request) : undefined)
  })

  // Addresses that are only posted to lead back to the ticket.
  for (const noun of ['replies', 'notes', 'changes', 'assignment']) {
    app.get<Reference>(`/tickets/:reference/${noun}`, agent, async ({ params }, reply) => goTo(reply, `/desk/tickets/${params.reference}`))
  }
}

function say({ kind, actorId, actorName }: Change, request: FastifyRequest): string {
  return actorId === signedIn(request).id ? '' : t(`live.${kind}`, { name: actorName })
}

function assignedSelect({ assigned }: Selection): Select {
  const options = [{ value: 'any', label: t('filters.any') }, { value: 'me', label: t('desk.mine') }, { value: 'nobody', label: t('desk.unassigned') }]
  return { name: 'assigned', label: t('desk.agent'), options, selected: assigned }
}
