import type { FastifyInstance, FastifyRequest } from 'fastify'
import { listCategories, type Category, type SeenTicket } from '../tickets/index.ts'
import type { FieldErrors, FormView } from '../web/forms.ts'
import { t } from '../web/i18n.ts'
import { overNow, seenFields } from '../web/versions.ts'
import type { ChangesForm, Unchanged } from './forms.ts'
import { listAgents, type Agent, type Changes } from './store.ts'

/** What the lists of the form offer. */
export interface Choices { categories: Category[]; agents: Agent[] }

/** The ticket as the form shows it when nobody has touched it. */
export function asItIs({ status, priority, category_slug, assigned_to, resolution_notes }: SeenTicket): Unchanged {
  return { status, priority, category: category_slug ?? 'none', agent: assigned_to ?? 'nobody', resolution: resolution_notes ?? '' }
}

/** Whoever has the ticket and whatever it is about stay on offer, even where nobody else could choose them any more. */
export async function choicesFor(app: FastifyInstance, ticket: SeenTicket, known?: Agent[]): Promise<Choices> {
  const { assigned_to, agent, category_id, category, category_slug: slug } = ticket
  const [categories, agents] = [await listCategories(app.db), known ?? await listAgents(app.db)]
  const lacksAgent = assigned_to !== null && !agents.some(({ id }) => id === assigned_to)
  const lacksCategory = category_id !== null && !categories.some(({ id }) => id === category_id)
  return {
    agents: lacksAgent ? [...agents, { id: assigned_to, name: agent ?? '' }] : agents,
    categories: lacksCategory ? [...categories, { id: category_id, slug: slug ?? '', name: category ?? '', description: null }] : categories,
  }
}

/** What is wrong with a form whose fields are each right by themselves. */
export function problemsOf({ status, resolution, category, agent }: ChangesForm, ticket: SeenTicket, { categories, agents }: Choices): FieldErrors<ChangesForm> {
  const unused = status !== 'resolved' && resolution !== '' && resolution !== ticket.resolution_notes
  const unknown = category !== 'none' && !categories.some(({ slug }) => slug === category)
  return {
    ...(status === 'resolved' && resolution === '' && { resolution: t('desk.resolution-missing') }),
    ...(unused && { resolution: t('desk.resolution-unused') }),
    ...(unknown && { category: t('tickets.category-missing') }),
    ...(category === 'none' && ticket.category_id !== null && { category: t('desk.category-kept') }),
    ...(agent !== 'nobody' && !agents.some(({ id }) => id === agent) && { agent: t('desk.agent-missing') }),
  }
}

export async function asChanges(app: FastifyInstance, { status, priority, category, agent, resolution }: ChangesForm, { categories, agents }: Choices, personId: string): Promise<Changes> {
  return {
    status, priority,
    category: categories.find(({ slug }) => slug === category),
    agent: agents.find(({ id }) => id === agent),
    resolution: resolution === '' ? undefined : { text: resolution, html: await app.markdown.render(resolution, personId) },
  }
}

/** The form given back: what this agent touched, over the ticket as it is now. */
export function givenBack(request: FastifyRequest, { values, errors }: FormView<ChangesForm>): FormView<ChangesForm> {
  return { values: overNow(values, seenFields(request), asItIs(request.ticket)), errors }
}
