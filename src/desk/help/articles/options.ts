import { visibilities } from '../../../help/index.ts'
import { localeOf, spokenLanguage, t } from '../../../web/i18n.ts'
import type { Option } from '../../../web/views.ts'

const common = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'cs', 'sv', 'da', 'nb', 'fi', 'el', 'tr', 'ru', 'uk', 'ar', 'fa', 'he', 'hi', 'id', 'vi', 'th', 'ja', 'ko', 'zh']
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(localeOf(spokenLanguage()), { type: 'language', fallback: 'code' }).of(code) ?? code
  } catch {
    return code
  }
}

/** Languages by name, and whatever else the article has. */
export function languageOptions(current = ''): Option[] {
  const codes = current === '' || common.includes(current) ? common : [...common, current]
  return codes.map(value => ({ value, label: languageName(value) })).toSorted((a, b) => a.label.localeCompare(b.label, spokenLanguage()))
}

export const visibilityOptions = (): Option[] => visibilities.map(value => ({ value, label: t(`desk-help.for-${value}`) }))
