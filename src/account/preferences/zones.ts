import { canonicalZone, isTimeZone } from '../../preferences/index.ts'
import type { Language } from '../../web/i18n.ts'
import { places } from './places.ts'

interface Zone { name: string; /** Its name, its city, and what else is called so, one each line. */ words: string }

let ids: string[] | undefined
/** Every zone by its name, as a list offers them. */
export const zoneNames = (): string[] => ids ??= ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** The zones that somebody can mean by a zone's name, a city or a country, in their own language or in English. */
export function findZones(wanted: string, language: Language): string[] {
  const named = isTimeZone(wanted) ? canonicalZone(wanted) : undefined
  if (named !== undefined) return [named]
  const words = plain(wanted)
  if (words === '') return []
  const among = (fits: (zone: Zone) => boolean) => zonesIn(language).filter(fits).map(({ name }) => name)
  const exact = among(zone => zone.words.includes(`\n${words}\n`))
  return exact.length > 0 ? exact : among(zone => zone.words.includes(`\n${words}`) || zone.words.includes(` ${words}`))
}

/** Only letters and digits count, without their accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

const known = new Map<Language, Zone[]>()

/** Made when first asked for: that takes a moment. */
function zonesIn(language: Language): Zone[] {
  const zones = known.get(language) ?? nameZones(language)
  known.set(language, zones)
  return zones
}

function nameZones(language: Language): Zone[] {
  const countries = countriesOf(language)
  const cities = new Map(Object.entries(places).map(([zone, names]) => [canonicalZone(zone), names.split(',')]))
  return zoneNames().map(name => {
    const words = [name, name.split('/').at(-1) ?? name, localName(name, language), ...cities.get(name) ?? [], ...countries.get(name) ?? []]
    return { name, words: `\n${words.map(plain).join('\n')}\n` }
  })
}

/** "Moskau (Ortszeit)", "توقيت مصر": what the clocks there are called. */
function localName(timeZone: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'shortGeneric' }).formatToParts(0)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** By zone the countries that have it, under their names in that language and in English. */
function countriesOf(language: Language): Map<string, string[]> {
  const names = [language, 'en'].map(spoken => new Intl.DisplayNames(spoken, { type: 'region', fallback: 'none' }))
  const countries = new Map<string, string[]>()
  for (const first of letters) {
    for (const second of letters) {
      const called = names.flatMap(name => name.of(first + second) ?? [])
      for (const zone of called.length === 0 ? [] : zonesOfCountry(first + second)) countries.set(zone, [...countries.get(zone) ?? [], ...called])
    }
  }
  return countries
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** An engine that cannot tell leaves the countries out. */
function zonesOfCountry(code: string): string[] {
  const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & { getTimeZones?(): string[] | undefined }
  return locale.getTimeZones?.() ?? []
}
