import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { signedIn } from '../../web/access.ts'
import { tooMany } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { countTry } from '../../web/throttle.ts'
import { followTicket } from '../../notifications/index.ts'
import { checkRating, type RatingForm } from '../forms.ts'
import { mayClose, mayRate } from '../rules.ts'
import { mustOwn } from '../participants/rights.ts'
import { reload, showTicket } from '../show.ts'
import { lockTicket } from '../store/read.ts'
import { closeTicket, rateTicket } from '../store/write.ts'

type Reference = { Params: { reference: string } }
const customer = { config: { access: 'customer' } } as const
const following = ['follow', 'mute'] as const
const ratingsPerPerson = { tries: 30, seconds: 3_600 }

/** POST /tickets/<reference>/closure, …/rating and …/follow. Done twice, they do no more than once. */
export const stateActions: FastifyPluginAsync = async app => {
  app.post<Reference>('/tickets/:reference/closure', customer, async (request, reply) => {
    const person = signedIn(request)
    mustOwn(request)
    await app.db.transaction().execute(async trx => {
      const ticket = await lockTicket(trx, { id: person.id, role: 'customer' }, request.ticket)
      if (mayClose(ticket)) await closeTicket(trx, app.queue, ticket, { ...person, role: 'customer' })
    })
    return finish(reply.toast('done', 'tickets.closed-thanks'))
  })

  app.post<Reference>('/tickets/:reference/rating', customer, async (request, reply) => {
    const person = signedIn(request)
    mustOwn(request)
    const rating = checkRating(request.form)
    if (!rating.ok) return showTicket(app, reply.code(422), { rating })
    const wait = await countTry(app.db, `ratings:${person.id}`, ratingsPerPerson)
    if (wait > 0) throw tooMany(wait)

    const rated = await app.db.transaction().execute(async trx => {
      const ticket = await lockTicket(trx, { id: person.id, role: 'customer' }, request.ticket)
      const { score, words } = rating.values
      if (mayRate(ticket)) await rateTicket(trx, app.queue, ticket, { ...person, role: 'customer' }, Number(score), words)
      return mayRate(ticket)
    })
    return rated ? finish(reply.toast('done', 'tickets.rated')) : refuse(reply, rating.values)
  })

  app.post<Reference>('/tickets/:reference/follow', customer, async (request, reply) => {
    const choice = following.find(known => known === request.form?.get('choice')) ?? null
    await followTicket(app.db, signedIn(request).id, request.ticket.id, choice)
    return finish(reply.toast('done', 'follow.done', { choice: choice ?? 'usual' }))
  })

  /** Opened again meanwhile: what was said about the help stays in the form. */
  async function refuse(reply: FastifyReply, values: RatingForm): Promise<FastifyReply> {
    await reload(app, reply, 'customer')
    return showTicket(app, reply.code(409), { rating: { values, errors: { score: t('tickets.rate-when-closed') } } })
  }

  async function finish(reply: FastifyReply): Promise<FastifyReply> {
    if (reply.request.swapTarget === undefined) return goTo(reply, `/tickets/${reply.request.ticket.reference}`)
    await reload(app, reply, 'customer')
    return showTicket(app, reply)
  }
}
