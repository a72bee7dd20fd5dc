import { ticketsAPage, uiChoices, type TicketsAPage, type UiPreferences } from '../../preferences/index.ts'
import { choice, field, formChecker, text, type FormOf } from '../../web/forms.ts'
import { languages } from '../../web/i18n.ts'

const oneOf = <const Value extends string>(values: readonly Value[]) => field(choice(values), { wrong: 'preferences.choose' })

/** What stands for "what my browser asks for": an empty value would look like no answer. */
export const asBrowser = 'browser' as const
export const pageSizes = ticketsAPage.map(size => `${size}` as const)

export const checkPreferences = formChecker({
  'language': oneOf([asBrowser, ...languages]),
  'time-zone': field(text(100), { wrong: 'preferences.zone-unknown' }),
  'date-format': oneOf(uiChoices.dateFormat),
  'clock': oneOf(uiChoices.clock),
  'theme': oneOf(uiChoices.theme),
  'text-size': oneOf(uiChoices.textSize),
  'density': oneOf(uiChoices.density),
  'motion': oneOf(uiChoices.motion),
  'tickets-a-page': oneOf(pageSizes),
  'sort': oneOf(uiChoices.sort),
  'filter': oneOf(uiChoices.filter),
})
export type PreferencesForm = FormOf<typeof checkPreferences>

/** A form that holds what somebody chose. */
export function formOf(ui: UiPreferences): PreferencesForm {
  return {
    'language': ui.language === '' ? asBrowser : ui.language, 'time-zone': ui.timeZone, 'date-format': ui.dateFormat, 'clock': ui.clock,
    'theme': ui.theme, 'text-size': ui.textSize, 'density': ui.density, 'motion': ui.motion,
    'tickets-a-page': `${ui.ticketsAPage}`, 'sort': ui.sort, 'filter': ui.filter,
  }
}

/** What a form says, with the zone that its words were found to mean. */
export function preferencesOf(form: PreferencesForm, timeZone: string): UiPreferences {
  return {
    language: form.language === asBrowser ? '' : form.language, timeZone, dateFormat: form['date-format'], clock: form.clock,
    theme: form.theme, textSize: form['text-size'], density: form.density, motion: form.motion,
    ticketsAPage: Number(form['tickets-a-page']) as TicketsAPage, sort: form.sort, filter: form.filter,
  }
}
