import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { deliverAs, findUnconfirmed, spendConfirmation, type Unconfirmed } from './store.ts'

type Token = { Querystring: { token?: string } }
const anyone = { config: { access: 'anyone' } } as const

/** /confirm-mail: whoever has the mailbox says which of the mails in its name they wrote. */
export const guests: FastifyPluginAsync = async app => {
  // Mail scanners open links; only the button on the page uses the token up.
  app.get<Token>('/confirm-mail', anyone, async (request, reply) => {
    const token = String(request.query.token ?? '')
    return show(reply, token, await findUnconfirmed(app.db, token))
  })

  app.get('/confirm-mail/thanks', anyone, async (_request, reply) => reply.page('mail-in/thanks', {}))

  app.post('/confirm-mail', anyone, async (request, reply) => {
    const token = request.form?.get('token') ?? ''
    const ticked = request.form?.getAll('mail') ?? []
    const done = await app.db.transaction().execute(async trx => {
      const waiting = await findUnconfirmed(trx, token)
      const written = waiting.filter(({ id }) => ticked.includes(id))
      const [first] = written
      if (first === undefined) return waiting
      if (!await spendConfirmation(trx, token)) return []
      await deliverAs(trx, app.queue, written.map(({ id }) => id), { address: first.from_address, name: first.from_name })
      return undefined
    })
    return done === undefined ? goTo(reply, '/confirm-mail/thanks') : show(reply.code(422), token, done, done.length > 0 ? t('confirm-mail.none') : undefined)
  })

  function show(reply: FastifyReply, token: string, mails: Unconfirmed[], error?: string): FastifyReply {
    return reply.header('referrer-policy', 'no-referrer').page('mail-in/confirm', { token, mails, error, address: mails[0]?.from_address ?? '' })
  }
}
