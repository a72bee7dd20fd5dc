import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { stuckMails } from '../notifications/index.ts'
import { addressOf, filtersFor, isNarrowed, listCategories, listTickets, pageLinks, readSelection, type Idle, type Selection } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import { sentenceFor, streamChanges } from '../web/stream.ts'
import type { Select } from '../web/views.ts'
import { showTicket } from './show.ts'

type Reference = { Params: { reference: string } }
const agent = { config: { access: 'agent' } } as const
const forDays = { ...agent, exposeHeadRoute: false, handlerTimeout: 86_400_000 }

export const pages: FastifyPluginAsync = async app => {
  app.get('/', agent, async (request, reply) => {
    const selection = selectionOf(request)
    const waiting = selection.sort === 'waiting'
    // In this order stand only those that wait for us; so they are also what is counted.
    const list = await listTickets(app.db, signedIn(request), { ...selection, needs: selection.needs || waiting }, signedIn(request).ui.ticketsAPage)
    const narrowed = isNarrowed(selection)
    const view = {
      list, selection, drafts: [], desk: true,
      filters: filtersFor('/desk', selection, await listCategories(app.db), { desk: true, sorts: ['waiting', 'activity', 'opened', 'priority'], needs: t('desk.needs-us'), more: [assignedSelect(selection)] }),
      links: { live: '/desk/live', csv: undefined, all: addressOf('/desk', { sort: 'activity' }), ...pageLinks('/desk', selection, list) },
      narrowed: narrowed || waiting,
      idle: narrowed ? undefined : idle(waiting),
    }
    if (request.swapTarget === 'ticket-list') return reply.partial('tickets/_ticket-list', view)
    return reply.page('desk/queue', { ...view, stuck: await stuckMails(app.db) })
  })

  app.get<Reference>('/tickets/:reference', agent, async (_request, reply) => showTicket(app, reply))

  app.get('/live', forDays, async (request, reply) => streamChanges(request, reply, app.live, change => sentenceFor(change, signedIn(request))))

  app.get<Reference>('/tickets/:reference/live', forDays, async (request, reply) => {
    const { ticket } = request
    return streamChanges(request, reply, app.live, change => change.ticketId === ticket.id ? sentenceFor(change, signedIn(request)) : undefined)
  })

  // Addresses that are only posted to lead back to the ticket.
  for (const noun of ['replies', 'notes', 'changes', 'assignment']) {
    app.get<Reference>(`/tickets/:reference/${noun}`, agent, async ({ params }, reply) => goTo(reply, `/desk/tickets/${params.reference}`))
  }
}

/** Waiting longest first, unless tickets are asked for that do not wait for us. */
function selectionOf({ query }: FastifyRequest): Selection {
  const selection = readSelection(query, 'waiting')
  const none = selection.sort === 'waiting' && selection.status !== '' && selection.status !== 'open'
  return none ? { ...selection, sort: 'activity', after: '' } : selection
}

function idle(waiting: boolean): Idle {
  return waiting ? { title: t('desk.idle-title'), text: t('desk.idle-text') } : { title: t('desk.empty-title'), text: t('desk.empty-text') }
}

function assignedSelect({ assigned }: Selection): Select {
  const options = [{ value: 'any', label: t('filters.any') }, { value: 'me', label: t('desk.mine') }, { value: 'nobody', label: t('desk.unassigned') }]
  return { name: 'assigned', label: t('desk.agent'), options, selected: assigned }
}
