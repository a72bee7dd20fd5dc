import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type en from '../../views/locales/en.json'
import { languageNames, languages, type Language } from '../languages.ts'

export type MessageKey = keyof typeof en
export type Values = Record<string, string | number>
/** Says a sentence of the locale, with ICU plurals and the given values filled in. The result is text, not HTML. */
export type Translate = (key: MessageKey, values?: Values) => string
export { languageNames, languages, type Language }

const rightToLeft: Language[] = ['ar']
export const directionOf = (language: Language): 'ltr' | 'rtl' => rightToLeft.includes(language) ? 'rtl' : 'ltr'

/** The name under which Intl knows how we write a language: numbers are the same for all, as references and addresses are. */
export const localeOf = (language: Language): string => language === 'ar' ? 'ar-u-nu-latn' : language

const spoken = new AsyncLocalStorage<{ language: Language } | undefined>()
let fallback: Language = 'en'

/** What is said where nobody's language is known: in logs, and to whom never chose. */
export const setSiteLanguage = (language: Language): void => void (fallback = language)

/** The language of whom this is done for; undefined for what the clock, a command or a mail server asks for. */
export const heardLanguage = (): Language | undefined => spoken.getStore()?.language

/** The same, or that of the site. */
export const spokenLanguage = (): Language => heardLanguage() ?? fallback

/** Everything that is said within `act`, and in what it starts, is said in that language; in nobody's, where it is undefined. */
export const speaking = <Result>(language: Language | undefined, act: () => Result): Result => spoken.run(language && { language }, act)

/** From here on, what this request says is in that language. */
export function speak(language: Language): void {
  const store = spoken.getStore()
  if (store !== undefined) store.language = language
}

export const t: Translate = (key, values) => translator(spokenLanguage())(key, values)

const translators = new Map<Language, Translate>()

/** Speaks one language; what that has no words for yet is said in English. */
export function translator(language: Language): Translate {
  const known = translators.get(language)
  if (known !== undefined) return known
  const made = createTranslator(language, wordsOf(language))
  translators.set(language, made)
  return made
}

function createTranslator(language: Language, words: Partial<Record<MessageKey, string>>): Translate {
  const formats = new Map<string, IntlMessageFormat>()
  const english = language === 'en' ? undefined : translator('en')
  return (key, values) => {
    const message = words[key]
    if (message === undefined) return english?.(key, values) ?? key
    if (!message.includes('{')) return message
    const format = formats.get(key) ?? new IntlMessageFormat(message, localeOf(language), undefined, { ignoreTag: true })
    formats.set(key, format)
    return String(format.format(values))
  }
}

/** Loaded with the first word in that language: few processes need all of them. */
function wordsOf(language: Language): Partial<Record<MessageKey, string>> {
  return JSON.parse(readFileSync(new URL(`../../views/locales/${language}.json`, import.meta.url), 'utf8')) as Partial<Record<MessageKey, string>>
}
