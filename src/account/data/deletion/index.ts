import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../../activity/index.ts'
import { notify } from '../../../notifications/index.ts'
import { checkConfirm, type ConfirmForm } from '../../../sign-in/index.ts'
import { signedIn } from '../../../web/access.ts'
import { dates } from '../../../web/dates.ts'
import { blank, type FieldErrors } from '../../../web/forms.ts'
import { goTo } from '../../../web/htmx.ts'
import { spokenLanguage } from '../../../web/i18n.ts'
import { passwordProblem } from '../../security/confirm.ts'
import { askDeletion, daysToThink, dropDeletion, findHindrance } from './store.ts'

const customer = { config: { access: 'customer' } } as const
const here = '/account/data/deletion'

/** /account/data/deletion: says what goes and what stays, asks for the password, and leaves two weeks to come back. */
export const deletion: FastifyPluginAsync = async app => {
  app.get('/data/deletion', customer, async (_request, reply) => show(reply))

  app.post('/data/deletion', customer, async (request, reply) => {
    const person = signedIn(request)
    if (person.leaving !== null) return goTo(reply, here)
    if (await findHindrance(app.db, person) !== undefined) return show(reply.code(422))
    const form = checkConfirm(request.form)
    if (!form.ok) return show(reply.code(422), form.errors)
    const wrong = await passwordProblem(request, form.values.password)
    if (wrong !== undefined) return show(reply.code(422), { password: wrong })
    if (!await ask(request)) return show(reply.code(422))
    return goTo(reply.toast('done', 'deletion.asked'), here)
  })

  app.post('/data/deletion/removal', customer, async (request, reply) => {
    const person = signedIn(request)
    const kept = await app.db.transaction().execute(async trx => {
      if (!await dropDeletion(trx, person.id)) return false
      await recordActivity(trx, person, 'data:deletion-undone')
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'deletion-undone', details: {} })
      return true
    })
    return goTo(kept ? reply.toast('done', 'deletion.undone') : reply, '/account/data')
  })

  /** False where they have become the only admin who stays. */
  async function ask(request: FastifyRequest): Promise<boolean> {
    const person = signedIn(request)
    const { ui } = person
    return app.db.transaction().execute(async trx => {
      const due = await askDeletion(trx, person)
      if (due === undefined || due === 'last-admin') return due === undefined
      const { day } = dates({ ...ui, language: spokenLanguage(), timeZone: ui.timeZone === '' ? app.config.TIME_ZONE : ui.timeZone })
      await recordActivity(trx, person, 'data:deletion-asked')
      await notify(app.queue, trx, { profileId: person.id, event: 'security', kind: 'deletion-asked', details: { day: day(due) } })
      return true
    })
  }

  async function show(reply: FastifyReply, errors: FieldErrors<ConfirmForm> = blank.errors): Promise<FastifyReply> {
    const person = signedIn(reply.request)
    return reply.page('account/data-deletion', { form: { values: {}, errors }, hindrance: await findHindrance(app.db, person), leaving: person.leaving ?? undefined, days: daysToThink })
  }
}
