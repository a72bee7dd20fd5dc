import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Trx } from '../../db/connect.ts'
import { signedIn, type Person } from '../../web/access.ts'
import { badRequest, notFound, tooMany } from '../../web/errors.ts'
import type { FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { isUuid, once, submissionOf } from '../../web/submissions.ts'
import { lockTicket, type HeldTicket } from '../store/read.ts'
import { checkInvite, checkMay, type InviteForm } from './forms.ts'
import { invite, inviteAgain, participantsAtMost, type Invited } from './invite.ts'
import { mayAsk } from './limits.ts'
import { showParticipants } from './pages.ts'
import { mustOwn } from './rights.ts'
import { leave, remove, setRight } from './store.ts'

type Reference = { Params: { reference: string } }
type One = { Params: { reference: string; id: string } }
const customer = { config: { access: 'customer' } } as const

/** POST /tickets/<reference>/participants and what follows it, and …/leaving. Done twice, they do no more than once. */
export const participantActions: FastifyPluginAsync = async app => {
  app.post<Reference>('/tickets/:reference/participants', customer, async (request, reply) => {
    mustOwn(request)
    const form = checkInvite(request.form)
    if (!form.ok) return refuse(reply, form)
    await mayInvite(request)
    const { result } = await once(app.db, signedIn(request).id, submissionOf(request.form), JSON.stringify(['participants', request.ticket.id, form.values]),
      trx => asOwner(trx, request, (ticket, person) => invite(trx, app.queue, ticket, person, form.values)))
    return answer(reply, form.values, result as Invited)
  })

  app.post<One>('/tickets/:reference/participants/:id', customer, async (request, reply) => {
    const id = idOf(request)
    const form = checkMay(request.form)
    if (!form.ok) throw badRequest()
    await app.db.transaction().execute(trx => asOwner(trx, request, (ticket, person) => setRight(trx, app.queue, ticket, person, id, form.values.may)))
    return finish(reply.toast('done', 'participants.changed'))
  })

  app.post<One>('/tickets/:reference/participants/:id/removal', customer, async (request, reply) => {
    const id = idOf(request)
    await app.db.transaction().execute(trx => asOwner(trx, request, (ticket, person) => remove(trx, app.queue, ticket, person, id)))
    return finish(reply.toast('done', 'participants.removed'))
  })

  app.post<One>('/tickets/:reference/participants/:id/invitation', customer, async (request, reply) => {
    const id = idOf(request)
    await mayInvite(request)
    await once(app.db, signedIn(request).id, submissionOf(request.form), JSON.stringify(['invitation', id]), trx => asOwner(trx, request, async (ticket, person) => {
      await inviteAgain(trx, app.queue, ticket, person, id)
      return 'sent'
    }))
    return finish(reply.toast('done', 'participants.invited'))
  })

  app.post<Reference>('/tickets/:reference/leaving', customer, async (request, reply) => {
    const person = signedIn(request)
    await app.db.transaction().execute(async trx => leave(trx, app.queue, await lockTicket(trx, { id: person.id, role: 'customer' }, request.ticket), { ...person, role: 'customer' }))
    return goTo(reply.toast('done', 'participants.left'), '/tickets')
  })

  async function asOwner<Result>(trx: Trx, request: FastifyRequest, act: (ticket: HeldTicket, person: Person) => Promise<Result>): Promise<Result> {
    const person = { ...signedIn(request), role: 'customer' } as const
    const ticket = await lockTicket(trx, person, request.ticket)
    mustOwn({ ticket: { ...request.ticket, right: ticket.right } })
    return act(ticket, person)
  }

  async function mayInvite(request: FastifyRequest): Promise<void> {
    const wait = await mayAsk(app.db, signedIn(request).id)
    if (wait > 0) throw tooMany(wait)
  }

  function answer(reply: FastifyReply, values: InviteForm, outcome: Invited): FastifyReply {
    if (outcome === 'own') return refuse(reply, { values, errors: { email: t('participants.own-address') } })
    if (outcome === 'full') return refuse(reply, { values, errors: { email: t('participants.full', { count: participantsAtMost }) } })
    return finish(reply.toast('done', outcome === 'takes-part' ? 'participants.takes-part' : 'participants.invited'))
  }

  const refuse = (reply: FastifyReply, form: FormView<InviteForm>) => showParticipants(reply.code(422), form)
  const finish = (reply: FastifyReply) => goTo(reply, `/tickets/${reply.request.ticket.reference}/participants`)
}

function idOf(request: FastifyRequest<One>): string {
  mustOwn(request)
  if (!isUuid(request.params.id)) throw notFound()
  return request.params.id
}
