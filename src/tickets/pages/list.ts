import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { disposition } from '../../attachments/index.ts'
import { listUnsent } from '../../drafts/index.ts'
import type { UiPreferences } from '../../preferences/index.ts'
import { signedIn, type Person } from '../../web/access.ts'
import { sentenceFor, streamChanges } from '../../web/stream.ts'
import { spokenLanguage, t, translator, type Translate } from '../../web/i18n.ts'
import { csvType } from '../../web/csv.ts'
import type { Select } from '../../web/views.ts'
import { csvHead, csvLine } from '../csv.ts'
import { filtersFor } from '../options.ts'
import { addressOf, isNarrowed, pageLinks, readSelection, selectionParts } from '../selection.ts'
import { listCategories } from '../store/categories.ts'
import { allTickets, listTickets, type Selection } from '../store/list.ts'
import { companySeenBy, type Viewer } from '../../db/visible.ts'
import { unsentLine, type UnsentLine } from '../unsent.ts'

const customer = { config: { access: 'customer' } } as const

export const listPages: FastifyPluginAsync = async app => {
  app.get('/tickets', customer, async (request, reply) => {
    const selection = selectionOf(request)
    const { ui, sharing } = signedIn(request)
    const list = await listTickets(app.db, owner(request), selection, ui.ticketsAPage)
    const view = {
      list, selection, desk: false, sharing: sharing ?? undefined,
      // A search shows what it finds, not what was left unsent.
      drafts: selection.after === '' && selection.q === '' ? await unsent(signedIn(request)) : [],
      filters: filtersFor('/tickets', selection, await listCategories(app.db), { more: [whoseSelect(selection)] }),
      links: { live: '/tickets/live', all: ui.filter === 'any' ? '/tickets' : '/tickets?status=any', csv: addressOf('/tickets.csv', { ...selection, after: '' }), ...pageLinks('/tickets', selection, list) },
      narrowed: isNarrowed(selection),
    }
    return request.swapTarget === 'ticket-list' ? reply.partial('tickets/_ticket-list', view) : reply.page('tickets/list', view)
  })

  app.get('/tickets.csv', customer, async (request, reply) => {
    reply.type(csvType).header('content-disposition', disposition({ name: t('tickets.file-name'), media_type: csvType }))
    return reply.send(Readable.from(csv(owner(request), { ...selectionOf(request), after: '' }, translator(spokenLanguage()))))
  })

  app.get('/tickets/live', { ...customer, exposeHeadRoute: false, handlerTimeout: 86_400_000 }, async (request, reply) => {
    const { id } = signedIn(request)
    const company = await companySeenBy(app.db, id)
    return streamChanges(request, reply, app.live, ({ customerId, guestIds, companyId, ...change }) => {
      const hears = customerId === id || guestIds?.includes(id) === true || (company !== undefined && companyId === company)
      return hears && change.kind !== 'noted' ? sentenceFor(change, { id }) : undefined
    })
  })

  async function unsent({ id, drafts }: Person): Promise<UnsentLine[]> {
    return drafts === 0 ? [] : (await listUnsent(app.db, id)).map(draft => unsentLine(draft, app.config.REOPEN_DAYS))
  }

  async function *csv(viewer: Viewer, selection: Selection, words: Translate): AsyncGenerator<string> {
    yield csvHead(words)
    for await (const lines of allTickets(app.db, viewer, selection)) yield lines.map(line => csvLine(words, line)).join('')
  }
}

/** Here everyone is a customer, staff too: this list holds one's own tickets. */
const owner = (request: FastifyRequest): Viewer => ({ id: signedIn(request).id, role: 'customer' })

function selectionOf(request: FastifyRequest): Selection {
  const { ui } = signedIn(request)
  const selection = readSelection(opensPlainly(request) ? usual(ui) : request.query, ui.sort)
  return { ...selection, assigned: '', ...(selection.sort === 'waiting' && { sort: 'activity', after: '' }) }
}

/** No part of the list's state stands in the address, so it opens as this person likes it. The export leaves nothing out unasked. */
function opensPlainly({ query, routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '/tickets' && !selectionParts.some(part => Object.hasOwn(query as object, part))
}

function whoseSelect({ whose }: Selection): Select {
  const options = (['mine', 'shared'] as const).map(value => ({ value, label: t(`filters.whose-${value}`) }))
  return { name: 'whose', label: t('filters.whose'), options, selected: whose || 'mine' }
}

function usual({ filter }: UiPreferences): Partial<Record<'needs' | 'status', string>> {
  return filter === 'needs' ? { needs: '1' } : { status: filter }
}
