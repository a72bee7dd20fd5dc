import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { isStaff } from '../../db/visible.ts'
import { findFeedToken } from '../../notifications/index.ts'
import { readPreferences, savePreferences, ways } from '../../preferences/index.ts'
import { signedIn } from '../../web/access.ts'
import type { FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { feedActions } from './feed.ts'
import { askedEvents, checkNotifications, preferencesOf, type NotificationsForm } from './forms.ts'

const customer = { config: { access: 'customer' } } as const

/** What somebody is told of, and how; and the private feed of it. */
export const notifications: FastifyPluginAsync<{ secret: string }> = async (app, { secret }) => {
  await app.register(feedActions, { secret })

  app.get('/notifications', customer, async (_request, reply) => show(reply))

  app.post('/notifications', customer, async (request, reply) => {
    const person = signedIn(request)
    const checked = checkNotifications(request.form, isStaff(person))
    if (!checked.ok) return show(reply.code(422), checked)
    await app.db.transaction().execute(async trx => {
      const { notification: before } = await readPreferences(trx, person.id)
      const wanted = preferencesOf(checked.values, before)
      if (JSON.stringify(wanted) === JSON.stringify(before)) return
      await savePreferences(trx, person.id, 'notification', wanted)
      await recordActivity(trx, person, 'account:notifications')
    })
    return goTo(reply.toast('done', 'notify.saved'), '/account/notifications')
  })

  async function show(reply: FastifyReply, refused?: FormView<NotificationsForm>): Promise<FastifyReply> {
    const person = signedIn(reply.request)
    const { notification, communication } = await readPreferences(app.db, person.id)
    const { values, errors } = refused ?? { values: notification, errors: {} as FormView<NotificationsForm>['errors'] }
    const token = await findFeedToken(app.db, secret, person.id)
    return reply.page('account/notifications', {
      form: { errors },
      lists: askedEvents(isStaff(person)).map(name => ({
        name, label: t(`notify.event-${name}`), options: ways.map(value => ({ value, label: t(`notify.way-${value}`) })), selected: values[name], error: errors[name],
      })),
      feed: token === undefined ? undefined : `${app.config.baseUrl}/feeds/${token}.xml`,
      portalOnly: communication.channel === 'portal',
    })
  }
}
