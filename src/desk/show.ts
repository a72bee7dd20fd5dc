import type { FastifyInstance, FastifyReply } from 'fastify'
import { answerBy, categoryOptions, continued, firstNew, listEntries, mayReply, priorities, rememberRead, statusOptions, withSentences, type SeenTicket } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import type { FormView } from '../web/forms.ts'
import { t } from '../web/i18n.ts'
import type { Select } from '../web/views.ts'
import { asItIs, choicesFor, type Choices } from './changes.ts'
import type { ChangesForm } from './forms.ts'
import { lookAround, type Agent } from './store.ts'
import type { DeskTicketView, Message } from './views.ts'

/** Forms as they were received, where they are shown again. */
interface Forms { reply?: Message; note?: Message; changes?: { form: FormView<ChangesForm>; version: number }; conflict?: string }

/** Shows a ticket to an agent, as a page or as the region that htmx asked for. */
export async function showTicket(app: FastifyInstance, reply: FastifyReply, forms: Forms = {}): Promise<FastifyReply> {
  const { ticket } = reply.request
  const person = signedIn(reply.request)
  const entries = await listEntries(app.db, person, ticket)
  const { agents, others, drafts } = await lookAround(app.db, person.id, ticket)
  const { version } = ticket
  const left = (form: string) => ({ ...continued(app, drafts.find(draft => draft.form === form)), version })
  const view: DeskTicketView = {
    ticket,
    entries: withSentences(entries, person, true),
    files: ticket.files,
    newFrom: firstNew(entries, ticket),
    others,
    mayReply: mayReply(ticket),
    answerBy: answerBy(ticket, app.config.answerHours),
    conflict: forms.conflict,
    reply: forms.reply ?? left('desk-reply'),
    note: forms.note ?? left('note'),
    changes: await changesView(app, ticket, agents, forms.changes),
  }
  rememberRead(app, reply)
  return reply.request.swapTarget === 'desk-ticket' ? reply.partial('desk/_desk-ticket', view) : reply.page('desk/show', view)
}

async function changesView(app: FastifyInstance, ticket: SeenTicket, agents: Agent[], received: Forms['changes']): Promise<DeskTicketView['changes']> {
  const now = asItIs(ticket)
  const { form, version } = received ?? { form: { values: now, errors: {} }, version: ticket.version }
  return { form, version, now, selects: selectsOf(form, await choicesFor(app, ticket, agents)) }
}

function selectsOf({ values, errors }: FormView<ChangesForm>, { categories, agents }: Choices): Select[] {
  return [
    { name: 'status', label: t('filters.status'), options: statusOptions(true), selected: values.status, error: errors.status },
    { name: 'priority', label: t('tickets.priority'), options: priorities.map(value => ({ value, label: t(`priority.${value}`) })), selected: values.priority, error: errors.priority },
    { name: 'category', label: t('tickets.category'), options: categoryOptions(categories), selected: values.category, error: errors.category },
    { name: 'agent', label: t('desk.agent'), options: [{ value: 'nobody', label: t('desk.nobody') }, ...agents.map(({ id, name }) => ({ value: id, label: name }))], selected: values.agent, error: errors.agent },
  ]
}
