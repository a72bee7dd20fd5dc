import type { FastifyPluginAsync } from 'fastify'
import { queueMail } from '../notifications/index.ts'
import { checkChange, findPasswordHash, hashPassword, passwordFits, setPassword, type Sessions } from '../sign-in/index.ts'
import { signedIn } from '../web/access.ts'
import { blank } from '../web/forms.ts'
import { goTo } from '../web/htmx.ts'
import { t } from '../web/i18n.ts'
import { countTry } from '../web/throttle.ts'
import { tooMany } from '../web/errors.ts'

const customer = { config: { access: 'customer' } } as const
const guesses = { tries: 10, seconds: 900 }

/** /account/security: change the password, which ends the other sessions. */
export const account: FastifyPluginAsync<{ sessions: Sessions }> = async (app, { sessions }) => {
  app.get('/security', customer, async (_request, reply) => reply.page('account/security', { form: blank }))

  app.post('/security', customer, async (request, reply) => {
    const person = signedIn(request)
    const form = checkChange(request.form)
    const retry = { ...form, values: {} }
    if (!form.ok) return reply.code(422).page('account/security', { form: retry })

    const wait = await countTry(app.db, `change:${person.id}`, guesses)
    if (wait > 0) throw tooMany(wait)
    if (!await passwordFits(await findPasswordHash(app.db, person.id), form.values.password)) {
      return reply.code(422).page('account/security', { form: { values: {}, errors: { password: t('account.password-wrong') } } })
    }

    const hash = await hashPassword(form.values['new-password'])
    await app.db.transaction().execute(async trx => {
      await setPassword(trx, person.id, hash)
      await sessions.endOthers(trx, person.id, person.sessionId)
      await queueMail(app.queue, trx, { kind: 'password-changed', profileId: person.id, address: person.email, details: { name: person.fullName } })
    })
    return goTo(reply.toast('done', 'account.password-changed'), '/account/security')
  })
}
