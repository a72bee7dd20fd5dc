import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { findMailRefusal } from '../../notifications/index.ts'
import { readPreferences, savePreferences } from '../../preferences/index.ts'
import { signedIn } from '../../web/access.ts'
import type { FormView } from '../../web/forms.ts'
import { goTo } from '../../web/htmx.ts'
import { t } from '../../web/i18n.ts'
import { clockOf } from './clock.ts'
import { checkCommunication, formOf, preferencesOf, type CommunicationForm } from './forms.ts'

const customer = { config: { access: 'customer' } } as const

/** How somebody is reached: by mail or not, when, in which form, and who is asked to take part. */
export const communication: FastifyPluginAsync = async app => {
  app.get('/communication', customer, async (request, reply) => {
    const { id, ui } = signedIn(request)
    const { communication: chosen } = await readPreferences(app.db, id)
    return show(reply, { values: formOf(chosen, clockOf(ui)), errors: {} })
  })

  app.post('/communication', customer, async (request, reply) => {
    const person = signedIn(request)
    const checked = checkCommunication(request.form, person.email, clockOf(person.ui))
    if (!checked.ok) return show(reply.code(422), checked)
    const wanted = preferencesOf(checked.values)
    await app.db.transaction().execute(async trx => {
      const { communication: before } = await readPreferences(trx, person.id)
      if (JSON.stringify(wanted) === JSON.stringify(before)) return
      await savePreferences(trx, person.id, 'communication', wanted)
      await recordActivity(trx, person, 'account:communication')
    })
    return goTo(reply.toast('done', 'contact.saved'), '/account/communication')
  })

  async function show(reply: FastifyReply, form: FormView<CommunicationForm>): Promise<FastifyReply> {
    const person = signedIn(reply.request)
    const write = clockOf(person.ui)
    return reply.page('account/communication', {
      form,
      examples: { from: write('22:00'), to: write('07:00') },
      channels: (['mail', 'portal'] as const).map(value => ({ value, label: t(`contact.channel-${value}`) })),
      formats: (['html', 'plain'] as const).map(value => ({ value, label: t(`contact.format-${value}`) })),
      timeZone: person.ui.timeZone === '' ? app.config.TIME_ZONE : person.ui.timeZone,
      refusal: await findMailRefusal(app.db, person.id),
    })
  }
}
