import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { savePreferences, type UiPreferences } from '../../preferences/index.ts'
import { signedIn } from '../../web/access.ts'
import { goTo } from '../../web/htmx.ts'
import { speak, spokenLanguage } from '../../web/i18n.ts'
import { keepLanguage, visitorLanguage } from '../../web/languages.ts'
import { checkPreferences, formOf, preferencesOf } from './forms.ts'
import { viewOf } from './page.ts'
import type { Filled } from './views.ts'
import { askedZone } from './zone.ts'

const customer = { config: { access: 'customer' } } as const

/** How pages look and read to somebody: effective with the next page, on every device. */
export const preferences: FastifyPluginAsync = async app => {
  app.get('/preferences', customer, async (request, reply) => show(reply, { values: formOf(signedIn(request).ui), errors: {} }))

  app.post('/preferences', customer, async (request, reply) => {
    const checked = checkPreferences(request.form)
    const asked = askedZone(checked.values['time-zone'] ?? '', request.form?.get('zone') ?? '', spokenLanguage())
    if (!checked.ok || asked.zone === undefined) {
      // What is wrong further up the page is told first.
      const errors = { ...checked.errors, ...('time-zone' in checked.errors ? {} : asked.errors) }
      return show(reply.code(422), { values: { ...checked.values, ...(asked.zone !== undefined && { zone: asked.zone }) }, errors }, asked.meant)
    }
    const wanted = preferencesOf(checked.values, asked.zone)
    await save(request, wanted)
    keepLanguage(reply, wanted.language)
    speak(wanted.language === '' ? visitorLanguage(request, app.config.SITE_LANGUAGE) : wanted.language)
    return goTo(reply.toast('done', 'preferences.saved'), '/account/preferences')
  })

  async function save(request: FastifyRequest, wanted: UiPreferences): Promise<void> {
    const person = signedIn(request)
    if (JSON.stringify(wanted) === JSON.stringify(person.ui)) return
    await app.db.transaction().execute(async trx => {
      await savePreferences(trx, person.id, 'ui', wanted)
      await recordActivity(trx, person, 'account:preferences')
    })
  }

  function show(reply: FastifyReply, form: Filled, meant: string[] = []): FastifyReply {
    return reply.page('account/preferences', viewOf(form, meant, signedIn(reply.request).ui, app.config.TIME_ZONE))
  }
}
