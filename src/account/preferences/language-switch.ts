import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { recordActivity } from '../../activity/index.ts'
import { savePreferences } from '../../preferences/index.ts'
import type { Person } from '../../web/access.ts'
import { badRequest } from '../../web/errors.ts'
import { goTo } from '../../web/htmx.ts'
import { languages, speak, type Language } from '../../web/i18n.ts'
import { keepLanguage } from '../../web/languages.ts'
import { safeNext } from '../../web/next.ts'

/** The form stands on every page, those that all visitors share too. */
const form = { config: { access: 'anyone', unproven: true } } as const

/** POST /language: the choice at the foot of every page, kept in the browser, and for who is signed in as a preference. */
export const languageSwitch: FastifyPluginAsync = async app => {
  app.post('/language', form, async (request, reply) => {
    // No form of ours comes like that: it passes by unread.
    if (request.isMultipart()) request.raw.resume()
    const language = languages.find(one => one === request.form?.get('language'))
    if (language === undefined) throw badRequest()
    if (request.person !== null) await prefer(request.person, language)
    keepLanguage(reply, language)
    speak(language)
    return goTo(reply.toast('done', 'language.changed'), cameFrom(request, app.config.baseUrl))
  })

  // An address that is only posted to leads back.
  app.get('/language', { config: { access: 'anyone' } }, async (_request, reply) => goTo(reply, '/'))

  async function prefer(person: Person, language: Language): Promise<void> {
    if (person.ui.language === language) return
    await app.db.transaction().execute(async trx => {
      await savePreferences(trx, person.id, 'ui', { ...person.ui, language })
      await recordActivity(trx, person, 'account:preferences')
    })
  }
}

/** The page the form stands on: it says its path, as all who share it may know, and the browser the rest of its address. */
function cameFrom({ form, headers }: FastifyRequest, baseUrl: string): string {
  const next = safeNext(form?.get('next'), baseUrl)
  const { referer = '' } = headers
  if (!URL.canParse(referer)) return next
  const { origin, pathname, search } = new URL(referer)
  return origin === baseUrl && pathname === next ? safeNext(pathname + search, baseUrl) : next
}
