import { uiChoices, type UiPreferences } from '../../preferences/index.ts'
import { dates, type DateStyle } from '../../web/dates.ts'
import { languageNames, languages, spokenLanguage, t } from '../../web/i18n.ts'
import type { Option } from '../../web/views.ts'
import { asBrowser, pageSizes } from './forms.ts'

/** How times are written for this person now, but for what they are about to choose. */
export type Sample = Pick<DateStyle, 'timeZone'> & Pick<UiPreferences, 'dateFormat' | 'clock'>

export const languageOptions = (): Option[] =>
  [{ value: asBrowser, label: t('preferences.language-browser') }, ...languages.map(value => ({ value, label: languageNames[value], lang: value }))]

/** Each with today as an example. */
export function dateOptions(sample: Sample, now = new Date()): Option[] {
  return uiChoices.dateFormat.map(value => ({ value, label: t(`preferences.date-${value}`, { example: written({ ...sample, dateFormat: value }).day(now) }) }))
}

/** Each with the time it is as an example. */
export function clockOptions(sample: Sample, now = new Date()): Option[] {
  return uiChoices.clock.map(value => ({ value, label: t(`preferences.clock-${value}`, { example: written({ ...sample, clock: value }).time(now) }) }))
}

/** Zones with the time it is there, by which people know theirs. */
export function zoneOptions(zones: string[], sample: Sample, now = new Date()): Option[] {
  return zones.map(timeZone => ({ value: timeZone, label: t('preferences.zone-now', { zone: timeZone.replaceAll('_', ' '), time: written({ ...sample, timeZone }).time(now) }) }))
}

export const themeOptions = (): Option[] => uiChoices.theme.map(value => ({ value, label: t(`preferences.theme-${value}`) }))
export const textOptions = (): Option[] => uiChoices.textSize.map(value => ({ value, label: t(`preferences.text-${value}`) }))
export const densityOptions = (): Option[] => uiChoices.density.map(value => ({ value, label: t(`preferences.density-${value}`) }))
export const motionOptions = (): Option[] => uiChoices.motion.map(value => ({ value, label: t(`preferences.motion-${value}`) }))
export const sizeOptions = (): Option[] => pageSizes.map(value => ({ value, label: value }))
export const sortOptions = (): Option[] => uiChoices.sort.map(value => ({ value, label: t(`sort.${value}`) }))
export const filterOptions = (): Option[] => uiChoices.filter.map(value => ({ value, label: filterWords(value) }))

function filterWords(filter: UiPreferences['filter']): string {
  if (filter === 'any') return t('preferences.filter-any')
  return filter === 'needs' ? t('filters.needs-me') : t(`status.${filter}`)
}

const written = (sample: Sample) => dates({ ...sample, language: spokenLanguage() })
