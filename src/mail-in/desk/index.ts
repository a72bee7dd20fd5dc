import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { handOut } from '../../attachments/index.ts'
import type { Trx } from '../../db/connect.ts'
import { notFound } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import type { MessageKey } from '../../web/i18n.ts'
import { withQuery } from '../../web/next.ts'
import { isUuid } from '../../web/submissions.ts'
import { deliverAgain, findMail, isVouchedFor, linesAtMost, listMails, shows, throwAway, type KeptMail } from './store.ts'

type Id = { Params: { id: string } }
type Query = { Querystring: { show?: string; after?: string } }
const agent = { config: { access: 'agent' } } as const

/** /desk/mails: what came by mail and was not used; staff deliver it after all, or throw it away. */
export const desk: FastifyPluginAsync = async app => {
  app.get<Query>('/', agent, async ({ query }, reply) => {
    const show = shows.find(show => show === query.show) ?? 'kept'
    const found = await listMails(app.db, show, isUuid(query.after ?? '') ? query.after ?? '' : '')
    const lines = found.slice(0, linesAtMost)
    const next = found.length > linesAtMost ? withQuery('/desk/mails', { show, after: lines.at(-1)?.id }) : undefined
    return reply.page('mail-in/list', { show, shows, lines, next })
  })

  app.get<Id>('/:id', agent, async (request, reply) => {
    const mail = await load(request)
    return reply.page('mail-in/mail', { mail, vouched: isVouchedFor(mail), open: shows.some(show => show === mail.state) })
  })

  app.get<Id>('/:id/whole', agent, async (request, reply) => {
    const { id, bytes, storage_key } = await load(request)
    return handOut(reply, app.storage, { name: 'mail.eml', media_type: 'text/plain', bytes, sha256: id, storage_key })
  })

  // Addresses that are only posted to lead back to the mail.
  for (const noun of ['delivery', 'removal']) app.get<Id>(`/:id/${noun}`, agent, async ({ params }, reply) => goTo(reply, `/desk/mails/${encodeURIComponent(params.id)}`))

  app.post<Id>('/:id/delivery', agent, (request, reply) => settle(request, reply, 'desk-mails.delivered', (trx, id) => deliverAgain(trx, app.queue, id)))

  app.post<Id>('/:id/removal', agent, (request, reply) => settle(request, reply, 'desk-mails.gone', throwAway))

  /** Pressed twice, or by two: the mail is settled once. */
  async function settle(request: FastifyRequest<Id>, reply: FastifyReply, done: MessageKey, act: (trx: Trx, id: string) => Promise<boolean>): Promise<FastifyReply> {
    const { id } = await load(request)
    const acted = await app.db.transaction().execute(trx => act(trx, id))
    return goTo(acted ? reply.toast('done', done) : reply.toast('problem', 'desk-mails.settled'), acted ? '/desk/mails' : `/desk/mails/${id}`)
  }

  async function load({ params: { id } }: FastifyRequest<Id>): Promise<KeptMail> {
    const mail = isUuid(id) ? await findMail(app.db, id) : undefined
    if (mail === undefined) throw notFound('desk-mails.not-found')
    return mail
  }
}
