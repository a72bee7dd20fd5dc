import type { Config } from '../config.ts'
import type { Asset } from './assets.ts'
import { dates, type DateStyle } from './dates.ts'
import { directionOf, languageNames, localeOf, translator, type Language } from './i18n.ts'
import { iconPath } from './icons.ts'
import type { SafeHtml } from './markdown/index.ts'
import { newSubmission } from './submissions.ts'

/** Each remembers the times that it wrote. */
const stylesAtMost = 30

/** The helpers that depend on nobody but on how they read: made once for each language, zone and way to write dates. */
export function styleHelpers(config: Pick<Config, 'SITE_NAME' | 'baseUrl' | 'demo' | 'TIME_ZONE'>, asset: (name: Asset) => string, logo: string | undefined) {
  const { SITE_NAME, baseUrl, demo } = config
  const constant = { asset, iconPath, newSubmission, html: (safe: SafeHtml) => safe, site: { SITE_NAME, baseUrl, demo, logo, languages: languageNames } }
  const known = new Map<string, typeof constant & ReturnType<typeof helpersOf>>()

  return ({ language, timeZone, dateFormat, clock }: DateStyle) => {
    const key = `${language} ${timeZone} ${dateFormat} ${clock}`
    const helpers = known.get(key) ?? { ...constant, ...helpersOf({ language, timeZone: timeZone === '' ? config.TIME_ZONE : timeZone, dateFormat, clock }) }
    if (known.size >= stylesAtMost) known.clear()
    known.set(key, helpers)
    return helpers
  }
}

function helpersOf(style: DateStyle) {
  const { language } = style
  const numbers = new Intl.NumberFormat(localeOf(language))
  return {
    t: translator(language), language, direction: directionOf(language),
    dates: dates(style),
    number: (value: number) => numbers.format(value),
    fileSize: fileSizes(language),
  }
}

function fileSizes(language: Language): (bytes: number) => string {
  const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'].map((unit, power) =>
    new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: power > 0 ? 'short' : 'long', maximumFractionDigits: power > 1 ? 1 : 0 }))
  return bytes => {
    const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), sizes.length - 1)
    return sizes[power]?.format(bytes / 1000 ** power) ?? ''
  }
}
