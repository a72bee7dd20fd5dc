import fp from 'fastify-plugin'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { languages, speaking, type Language } from './i18n.ts'

/** Where a visitor's own choice is kept; a customer's is a preference. */
const languageCookie = 'language'

/** Every request is answered in the language that the visitor chose or the browser asks for; who signed in is known later, and then it is theirs. */
export const speech = fp<{ siteLanguage: Language }>(async (app, { siteLanguage }) => {
  app.addHook('onRequest', (request, _reply, done) => speaking(visitorLanguage(request, siteLanguage), done))
}, { name: 'speech', dependencies: ['@fastify/cookie'] })

/** Keeps a choice in this browser, for as long as nobody is signed in; '' is none, what the browser asks for. */
export function keepLanguage(reply: FastifyReply, language: Language | ''): void {
  const { cookies } = reply.request
  const secure = reply.server.config.https
  if (language === '') delete cookies[languageCookie]
  if (language === '') reply.clearCookie(languageCookie, { path: '/' })
  else reply.setCookie(languageCookie, language, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 400 * 86_400 })
}

/** What somebody who is not signed in is answered in. */
export function visitorLanguage({ cookies, headers }: Pick<FastifyRequest, 'cookies' | 'headers'>, siteLanguage: Language): Language {
  return languages.find(language => language === cookies[languageCookie]) ?? acceptedLanguage(headers['accept-language'] ?? '') ?? siteLanguage
}

/** The one of our languages that an Accept-Language header (RFC 9110, 12.5.4) wants most; undefined where it wants none of them. */
export function acceptedLanguage(header: string): Language | undefined {
  const wishes = header.slice(0, 1_000).split(',').map(wish => {
    const [range = '', ...parameters] = wish.trim().toLowerCase().split(/\s*;\s*/)
    const quality = Number(parameters.find(parameter => parameter.startsWith('q='))?.slice(2) ?? 1)
    return { language: languages.find(language => language === range.split('-')[0]), quality }
  })
  return wishes.filter(({ language, quality }) => language !== undefined && quality > 0).sort((a, b) => b.quality - a.quality)[0]?.language
}
