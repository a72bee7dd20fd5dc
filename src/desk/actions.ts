import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Trx } from '../db/connect.ts'
import type { Ticket } from '../db/schema.ts'
import { listCategories, lockTicket, reload } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import type { FormView } from '../web/forms.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import { checkChanges, type ChangesForm } from './forms.ts'
import { showTicket } from './show.ts'
import { applyChanges, assign, listAgents } from './store.ts'

type Reference = { Params: { reference: string } }
const agent = { config: { access: 'agent' } } as const

/** POST /desk/tickets/<reference>/changes and …/assignment. */
export const actions: FastifyPluginAsync = async app => {
  app.post<Reference>('/tickets/:reference/changes', agent, async (request, reply) => {
    const form = checkChanges(request.form)
    const errors = form.ok ? await missing(form.values) : form.errors
    if (!form.ok || Object.keys(errors).length > 0) return showTicket(app, reply.code(422), { changes: { values: form.values, errors } })

    const done = await underLock(request, async (trx, ticket) => applyChanges(trx, app.queue, ticket, signedIn(request), await asChanges(form.values)))
    return done ? finish(reply.toast('done', 'desk.saved')) : conflict(reply, { values: form.values, errors: {} })
  })

  app.post<Reference>('/tickets/:reference/assignment', agent, async (request, reply) => {
    const { id, fullName: name } = signedIn(request)
    const done = await underLock(request, (trx, ticket) => ticket.assigned_to === id ? Promise.resolve() : assign(trx, app.queue, ticket, signedIn(request), { id, name }))
    return done ? finish(reply.toast('done', 'desk.taken')) : conflict(reply)
  })

  /** Acts only on the ticket as the agent saw it; false where somebody else was faster. */
  async function underLock(request: FastifyRequest, act: (trx: Trx, ticket: Ticket) => Promise<void>): Promise<boolean> {
    return app.db.transaction().execute(async trx => {
      const ticket = await lockTicket(trx, signedIn(request), request.ticket)
      if (String(ticket.version) !== request.form?.get('version')) return false
      await act(trx, ticket)
      return true
    })
  }

  async function missing({ status, resolution, category, agent: agentId }: ChangesForm): Promise<FormView<ChangesForm>['errors']> {
    const categories = await listCategories(app.db)
    const agents = await listAgents(app.db)
    return {
      ...(status === 'resolved' && resolution === '' && { resolution: t('desk.resolution-missing') }),
      ...(category !== 'none' && !categories.some(({ slug }) => slug === category) && { category: t('tickets.category-missing') }),
      ...(agentId !== 'nobody' && !agents.some(({ id }) => id === agentId) && { agent: t('desk.agent-missing') }),
    }
  }

  async function asChanges({ status, priority, category, agent: agentId, resolution }: ChangesForm) {
    return {
      status, priority,
      category: (await listCategories(app.db)).find(({ slug }) => slug === category),
      agent: (await listAgents(app.db)).find(({ id }) => id === agentId),
      resolution: resolution === '' ? undefined : { text: resolution, html: await app.markdown.render(resolution) },
    }
  }

  async function finish(reply: FastifyReply): Promise<FastifyReply> {
    if (reply.request.swapTarget === undefined) return goTo(reply, `/desk/tickets/${reply.request.ticket.reference}`)
    await reload(app, reply)
    return showTicket(app, reply)
  }

  /** The agent sees the ticket as it is now, with what they wanted still in the form: pressing again does it. */
  async function conflict(reply: FastifyReply, changes?: FormView<ChangesForm>): Promise<FastifyReply> {
    await reload(app, reply)
    return showTicket(app, reply.code(409), { conflict: t('desk.conflict'), ...(changes !== undefined && { changes }) })
  }
}
