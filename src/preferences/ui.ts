import { check, fallback, maxCodePoints, object, picklist, pipe, string, type InferOutput } from 'valibot'
import { languages } from '../languages.ts'
import { filler } from './filled.ts'
import { isTimeZone } from './time-zone.ts'

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

const UiPreferences = object({
  language: fallback(picklist(uiChoices.language), ''),
  /** An IANA zone; '' is the site's. */
  timeZone: fallback(pipe(string(), maxCodePoints(64), check(name => name === '' || isTimeZone(name))), ''),
  dateFormat: fallback(picklist(uiChoices.dateFormat), 'auto'),
  clock: fallback(picklist(uiChoices.clock), 'auto'),
  theme: fallback(picklist(uiChoices.theme), 'system'),
  textSize: fallback(picklist(uiChoices.textSize), 'normal'),
  density: fallback(picklist(uiChoices.density), 'normal'),
  motion: fallback(picklist(uiChoices.motion), 'system'),
  ticketsAPage: fallback(picklist(ticketsAPage), 25),
  sort: fallback(picklist(uiChoices.sort), 'activity'),
  filter: fallback(picklist(uiChoices.filter), 'any'),
})
/** How pages look and read to a person: `customer_preferences.ui_preferences`. */
export type UiPreferences = InferOutput<typeof UiPreferences>

export const readUi = filler(UiPreferences)
