import { Type, type Static } from 'typebox'
import { languages } from '../languages.ts'
import { filler } from './filled.ts'
import { isTimeZone } from './time-zone.ts'

const oneOf = <Value extends string>(values: readonly Value[], fallback: NoInfer<Value>) =>
  Type.Union(values.map(value => Type.Literal(value)), { default: fallback }) as unknown as ReturnType<typeof Type.Unsafe<Value>>

/** What each preference can be; the first is how it is until somebody chooses. */
export const uiChoices = {
  /** '' is what the browser asks for. */
  language: ['', ...languages],
  dateFormat: ['auto', 'day-first', 'month-first', 'year-first'],
  clock: ['auto', '12', '24'],
  theme: ['system', 'light', 'dark'],
  textSize: ['normal', 'large', 'larger'],
  density: ['normal', 'compact'],
  motion: ['system', 'reduced'],
  sort: ['activity', 'opened', 'priority'],
  /** `needs` is what waits for one's own answer. */
  filter: ['any', 'needs', 'open', 'resolved', 'closed'],
} as const
export const ticketsAPage = [10, 25, 50, 100] as const
export type TicketsAPage = (typeof ticketsAPage)[number]

/** How pages look and read to a person: `customer_preferences.ui_preferences`. */
export const UiPreferences = Type.Object({
  language: oneOf(uiChoices.language, ''),
  /** An IANA zone; '' is the site's. */
  timeZone: Type.Refine(Type.String({ default: '', maxLength: 64 }), name => name === '' || isTimeZone(name)),
  dateFormat: oneOf(uiChoices.dateFormat, 'auto'),
  clock: oneOf(uiChoices.clock, 'auto'),
  theme: oneOf(uiChoices.theme, 'system'),
  textSize: oneOf(uiChoices.textSize, 'normal'),
  density: oneOf(uiChoices.density, 'normal'),
  motion: oneOf(uiChoices.motion, 'system'),
  ticketsAPage: Type.Unsafe<TicketsAPage>(Type.Union(ticketsAPage.map(size => Type.Literal(size)), { default: 25 })),
  sort: oneOf(uiChoices.sort, 'activity'),
  filter: oneOf(uiChoices.filter, 'any'),
})
export type UiPreferences = Static<typeof UiPreferences>

export const readUi = filler(UiPreferences)
