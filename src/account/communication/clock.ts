import type { UiPreferences } from '../../preferences/index.ts'
import { dates } from '../../web/dates.ts'
import { spokenLanguage } from '../../web/i18n.ts'

/** Nobody needs more to say a time. */
const longest = 40
const written = /^(\d{1,2})(?: ?[:.,h] ?(\d{2}))? ?(?:uhr|heures?|horas?|h)? ?([ap]m?|[صم]|صباحا|مساء)?$/
const afternoon = /^[pم]/

/**
 * A time of day as people type it, and as we write it in any of our languages: 22, 22:00, 22.00, 22h30, 2230, 10 pm,
 * 10:30 p. m., 7 Uhr. Returned as 22:30; undefined where it is none.
 */
export function timeOfDay(typed: string): string | undefined {
  const [, hours = '', minutes = '00', half = ''] = written.exec(plain(typed.slice(0, longest + 1))) ?? []
  if (hours === '' || typed.trim().length > longest || Number(minutes) > 59) return undefined
  const hour = half === '' ? wholeDay(Number(hours), minutes) : halfDay(Number(hours), afternoon.test(half))
  return hour === undefined ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`
}

/** 24:00 is the midnight at which a day ends. */
function wholeDay(hour: number, minutes: string): number | undefined {
  if (hour === 24) return minutes === '00' ? 0 : undefined
  return hour < 24 ? hour : undefined
}

function halfDay(hour: number, isAfternoon: boolean): number | undefined {
  return hour >= 1 && hour <= 12 ? hour % 12 + (isAfternoon ? 12 : 0) : undefined
}

/** Any digits are digits, and no dot, mark or accent of "p. m." counts. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '').toLowerCase()
    .replace(/[٠-٩۰-۹]/g, digit => String((digit.codePointAt(0) ?? 0) & 15))
    .replace(/^(\d\d)(\d\d)\b/, '$1:$2')
    .replace(/([ap])\.? ?(m)\.?$/, '$1$2')
    .replace(/\s+/g, ' ').trim()
}

/** Writes 22:00 as this person reads times: as 10:00 PM, say. */
export function clockOf({ dateFormat, clock }: Pick<UiPreferences, 'dateFormat' | 'clock'>): (time: string) => string {
  const { time: write } = dates({ language: spokenLanguage(), timeZone: 'UTC', dateFormat, clock })
  return time => write(new Date(`2000-01-01T${time}Z`))
}
