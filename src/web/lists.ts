import { directionOf, localeOf, spokenLanguage, type Language } from './i18n.ts'

type Kind = 'conjunction' | 'disjunction'

const formats = new Map<string, Intl.ListFormat>()

/** "a, b, and c", as the language says it. */
export const allOf = (items: string[], language = spokenLanguage()): string => formatOf('conjunction', language).format(items)

/** "a, b, or c", as the language says it. */
export const oneOf = (items: string[], language = spokenLanguage()): string => formatOf('disjunction', language).format(items)

/** What separates words in a field, and a day from its time. */
export const commaOf = (language: Language): string => directionOf(language) === 'rtl' ? '، ' : ', '

function formatOf(type: Kind, language: Language): Intl.ListFormat {
  const key = `${language} ${type}`
  const format = formats.get(key) ?? new Intl.ListFormat(localeOf(language), { type })
  formats.set(key, format)
  return format
}
