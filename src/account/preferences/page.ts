import type { UiPreferences } from '../../preferences/index.ts'
import { t } from '../../web/i18n.ts'
import type { Option, Select } from '../../web/views.ts'
import type { PreferencesForm } from './forms.ts'
import { clockOptions, dateOptions, densityOptions, filterOptions, languageOptions, motionOptions, sizeOptions, sortOptions, textOptions, themeOptions, zoneOptions, type Sample } from './options.ts'
import type { Filled, Part, PreferencesView } from './views.ts'

/** The page of preferences, with what the words for a zone may mean. */
export function viewOf(form: Filled, meant: string[], ui: UiPreferences, siteZone: string): PreferencesView {
  const sample = { dateFormat: ui.dateFormat, clock: ui.clock, timeZone: ui.timeZone === '' ? siteZone : ui.timeZone }
  return { form, siteZone, parts: partsOf(form, sample), meant: zoneOptions(meant, sample) }
}

function partsOf({ values, errors }: Filled, sample: Sample): Part[] {
  const list = (name: Exclude<keyof PreferencesForm, 'time-zone'>, options: Option[]): Select =>
    ({ name, label: t(`preferences.${name}`), options, selected: values[name], error: errors[name] })
  return [
    { id: 'times', title: t('preferences.times-title'), lists: [list('language', languageOptions()), list('date-format', dateOptions(sample)), list('clock', clockOptions(sample))] },
    { id: 'look', title: t('preferences.look-title'), lists: [list('theme', themeOptions()), list('text-size', textOptions()), list('density', densityOptions()), list('motion', motionOptions())] },
    { id: 'list', title: t('preferences.list-title'), text: t('preferences.list-text'), lists: [list('filter', filterOptions()), list('sort', sortOptions()), list('tickets-a-page', sizeOptions())] },
  ]
}
