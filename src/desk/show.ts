import type { FastifyInstance, FastifyReply } from 'fastify'
import { listFiles } from '../attachments/index.ts'
import { answerBy, categoryOptions, firstNew, listCategories, listEntries, mayReply, rememberRead, statusOptions, unsent, withSentences, type SeenTicket } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import { t } from '../web/i18n.ts'
import { priorities } from '../tickets/index.ts'
import type { FormView } from '../web/forms.ts'
import type { Select } from '../web/views.ts'
import type { ChangesForm } from './forms.ts'
import { listAgents, listOthers } from './store.ts'
import type { DeskTicketView } from './views.ts'

type Forms = { reply?: DeskTicketView['reply']; note?: DeskTicketView['note']; changes?: FormView<ChangesForm>; conflict?: string }
const othersAtMost = 8

/** Shows a ticket to an agent, as a page or as the region that htmx asked for. */
export async function showTicket(app: FastifyInstance, reply: FastifyReply, forms: Forms = {}): Promise<FastifyReply> {
  const { ticket } = reply.request
  const person = signedIn(reply.request)
  const entries = await listEntries(app.db, person, ticket)
  const changes = forms.changes ?? { values: asItIs(ticket), errors: {} }
  const view: DeskTicketView = {
    ticket,
    entries: withSentences(entries, person),
    files: await listFiles(app.db, person, ticket.id),
    newFrom: firstNew(entries, ticket),
    others: await listOthers(app.db, ticket, othersAtMost),
    mayReply: mayReply(ticket),
    answerBy: answerBy(ticket, app.config.answerHours),
    conflict: forms.conflict,
    reply: forms.reply ?? await unsent(app, person, 'desk-reply', ticket.id),
    note: forms.note ?? await unsent(app, person, 'note', ticket.id),
    changes: { form: changes, selects: await selects(app, changes) },
  }
  rememberRead(app, reply)
  return reply.request.swapTarget === 'desk-ticket' ? reply.partial('desk/_desk-ticket', view) : reply.page('desk/show', view)
}

function asItIs({ status, priority, category_slug, assigned_to, resolution_notes }: SeenTicket): FormView<ChangesForm>['values'] {
  return { status, priority, category: category_slug ?? 'none', agent: assigned_to ?? 'nobody', resolution: resolution_notes ?? '' }
}

async function selects(app: FastifyInstance, { values, errors }: FormView<ChangesForm>): Promise<Select[]> {
  const agents = await listAgents(app.db)
  return [
    { name: 'status', label: t('filters.status'), options: statusOptions(), selected: values.status, error: errors.status },
    { name: 'priority', label: t('tickets.priority'), options: priorities.map(value => ({ value, label: t(`priority.${value}`) })), selected: values.priority, error: errors.priority },
    { name: 'category', label: t('tickets.category'), options: categoryOptions(await listCategories(app.db)), selected: values.category, error: errors.category },
    { name: 'agent', label: t('desk.agent'), options: [{ value: 'nobody', label: t('desk.nobody') }, ...agents.map(({ id, name }) => ({ value: id, label: name }))], selected: values.agent, error: errors.agent },
  ]
}
