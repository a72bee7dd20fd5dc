import { t, type Language } from '../../web/i18n.ts'
import { findZones } from './zones.ts'

/** More than these are no choice but a catalogue. */
const choicesAtMost = 40

/** What words for a time zone mean: a zone, '' for that of the site, or undefined and what to say about it. */
export interface Asked { zone: string | undefined; meant: string[]; errors: { 'time-zone'?: string; 'zone'?: string } }

/** @param chosen which of several was meant, where somebody was asked that */
export function askedZone(words: string, chosen: string, language: Language): Asked {
  if (words === '') return { zone: '', meant: [], errors: {} }
  const found = findZones(words.slice(0, 100), language)
  if (found.length === 1) return { zone: found[0], meant: [], errors: {} }
  if (found.includes(chosen)) return { zone: chosen, meant: found, errors: {} }
  if (found.length === 0) return { zone: undefined, meant: [], errors: { 'time-zone': t('preferences.zone-unknown') } }
  return found.length > choicesAtMost
    ? { zone: undefined, meant: [], errors: { 'time-zone': t('preferences.zone-many', { count: found.length }) } }
    : { zone: undefined, meant: found, errors: { zone: t('preferences.zone-which') } }
}
