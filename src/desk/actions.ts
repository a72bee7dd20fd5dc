import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Trx } from '../db/connect.ts'
import { forgetCategories, holdCategory, lockTicket, reload } from '../tickets/index.ts'
import { signedIn } from '../web/access.ts'
import type { FormView } from '../web/forms.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import { once, submissionOf } from '../web/submissions.ts'
import { Changed, mustBeAsSeen, overNow, seenFields, seenVersion, unlessChanged } from '../web/versions.ts'
import { asChanges, asItIs, choicesFor, givenBack, problemsOf } from './changes.ts'
import { checkChanges, type ChangesForm } from './forms.ts'
import { showTicket } from './show.ts'
import { applyChanges, assign, type Changes } from './store.ts'

type Reference = { Params: { reference: string } }
const agent = { config: { access: 'agent' } } as const

/** POST /desk/tickets/<reference>/changes and …/assignment. */
export const actions: FastifyPluginAsync = async app => {
  app.post<Reference>('/tickets/:reference/changes', agent, async (request, reply) => {
    const form = checkChanges(request.form)
    if (!form.ok) return refuse(reply, form)
    const choices = await choicesFor(app, request.ticket)
    const asked = overNow(form.values, seenFields(request), asItIs(request.ticket))
    const errors = problemsOf(asked, request.ticket, choices)
    if (Object.keys(errors).length > 0) return refuse(reply, { values: form.values, errors })

    const changes = await asChanges(app, asked, choices, signedIn(request).id)
    const content = JSON.stringify([request.ticket.reference, form.values])
    const done = await unlessChanged(() => once(app.db, signedIn(request).id, submissionOf(request.form), content, trx => change(trx, request, changes)))
    return done === undefined || done.changed ? conflict(reply, { values: form.values, errors: {} }) : finish(reply.toast('done', 'desk.saved'))
  })

  app.post<Reference>('/tickets/:reference/assignment', agent, async (request, reply) => {
    const done = await unlessChanged(() => app.db.transaction().execute(trx => take(trx, request)))
    return done === undefined ? conflict(reply) : finish(reply.toast('done', 'desk.taken'))
  })

  async function change(trx: Trx, request: FastifyRequest, changes: Changes): Promise<string> {
    const ticket = await lockTicket(trx, signedIn(request), request.ticket)
    mustBeAsSeen(request, ticket)
    if (changes.category !== undefined && changes.category.id !== ticket.category_id && !await holdCategory(trx, changes.category.id)) throw new Changed()
    await applyChanges(trx, app.queue, ticket, signedIn(request), changes)
    return 'changes'
  }

  /** Who has it already has it: pressing twice takes it once. */
  async function take(trx: Trx, request: FastifyRequest): Promise<string> {
    const person = signedIn(request)
    const ticket = await lockTicket(trx, person, request.ticket)
    if (ticket.assigned_to === person.id) return 'assignment'
    mustBeAsSeen(request, ticket, ticket.status !== 'closed')
    await assign(trx, app.queue, ticket, person, { id: person.id, name: person.fullName })
    return 'assignment'
  }

  async function finish(reply: FastifyReply): Promise<FastifyReply> {
    if (reply.request.swapTarget === undefined) return goTo(reply, `/desk/tickets/${reply.request.ticket.reference}`)
    await reload(app, reply)
    return showTicket(app, reply)
  }

  function refuse(reply: FastifyReply, changes: FormView<ChangesForm>): Promise<FastifyReply> {
    const { request } = reply
    return showTicket(app, reply.code(422), { changes: { form: givenBack(request, changes), version: seenVersion(request) } })
  }

  /** The agent sees the ticket as it is now, with what they wanted still in the form: pressing again does it. */
  async function conflict(reply: FastifyReply, changes?: FormView<ChangesForm>): Promise<FastifyReply> {
    forgetCategories(app.db)
    await reload(app, reply)
    const { request } = reply
    if (changes === undefined) return showTicket(app, reply.code(409), { conflict: t('desk.conflict-take') })
    return showTicket(app, reply.code(409), { conflict: t('desk.conflict'), changes: { form: givenBack(request, changes), version: request.ticket.version } })
  }
}
