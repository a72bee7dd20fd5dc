import { IntlMessageFormat } from 'intl-messageformat'
import en from '../../views/locales/en.json' with { type: 'json' }

export type MessageKey = keyof typeof en
export type Values = Record<string, string | number>
/** Says a sentence of the locale, with ICU plurals and the given values filled in. The result is text, not HTML. */
export type Translate = (key: MessageKey, values?: Values) => string

export const language = 'en'

const formats = new Map<string, IntlMessageFormat>()

export const t: Translate = (key, values) => {
  const message = en[key]
  if (!message.includes('{')) return message

  let format = formats.get(key)
  if (format === undefined) {
    format = new IntlMessageFormat(message, language, undefined, { ignoreTag: true })
    formats.set(key, format)
  }
  return String(format.format(values))
}
