import type { UiPreferences } from '../preferences/index.ts'
import { localeOf, type Language } from './i18n.ts'
import { commaOf } from './lists.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How somebody reads times. */
export interface DateStyle extends Pick<UiPreferences, 'dateFormat' | 'clock'> { language: Language; timeZone: string }

/** Writes times for people, as they like to read them. */
export function dates({ language, timeZone, dateFormat, clock: hours }: DateStyle) {
  const locale = localeOf(language)
  const comma = commaOf(language)
  const hourCycle = hours === 'auto' ? {} : { hourCycle: hours === '12' ? 'h12' : 'h23' } as const
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const short = remembering(shortFormat(locale, dateFormat, timeZone))
  const plainDay = shortFormat(locale, dateFormat, 'UTC')
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: 'numeric', minute: '2-digit', ...hourCycle })
  const whole = remembering(new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'short', ...hourCycle }))
  const next = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short', ...hourCycle })

  return {
    /** "5 minutes ago" within a day of now, "3 Nov 2026" beyond. */
    near(at: Date, now = Date.now()): string {
      const distance = at.getTime() - now
      if (Math.abs(distance) < minute) return relative.format(0, 'second')
      if (Math.abs(distance) < hour) return relative.format(Math.trunc(distance / minute), 'minute')
      if (Math.abs(distance) < day) return relative.format(Math.trunc(distance / hour), 'hour')
      return short.format(at)
    },
    /** "5 hours": how long something has lasted. */
    lasting(since: Date, now = Date.now()): string {
      const distance = Math.max(now - since.getTime(), 0)
      const [unit, length] = distance < hour ? ['minute', minute] as const : distance < day ? ['hour', hour] as const : ['day', day] as const
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.trunc(distance / length))
    },
    /** "3 Nov 2026, 14:05": how a letter is dated. */
    stamp: (at: Date) => short.format(at) + comma + clock.format(at),
    /** "14:05". */
    time: (at: Date) => clock.format(at),
    /** "3 Nov 2026"; a day written as 2026-11-03 is that day in every zone. */
    day: (at: Date | string) => typeof at === 'string' ? plainDay.format(new Date(at)) : short.format(at),
    /** The full form, for who wants to know exactly. */
    full: (at: Date) => whole.format(at),
    /** "Monday 23 November at 14:00 UTC": a promise. */
    promise: (at: Date) => next.format(at),
  }
}

/** Each order of day, month and year is somewhere the usual one, so Intl writes it for us. */
function shortFormat(locale: string, format: DateStyle['dateFormat'], timeZone: string): Intl.DateTimeFormat {
  if (format === 'auto') return new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' })
  const usual = { 'day-first': 'en-GB', 'month-first': 'en-US', 'year-first': 'sv-SE' }[format]
  return new Intl.DateTimeFormat(usual, { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' })
}

const rememberedAtMost = 2_000

/** Lists show the same times again and again; no format of ours tells seconds, so each minute is written once. */
function remembering(format: Intl.DateTimeFormat): Pick<Intl.DateTimeFormat, 'format'> {
  const known = new Map<number, string>()
  return { format(at: Date) {
    const minutes = Math.floor(at.getTime() / minute)
    const text = known.get(minutes) ?? format.format(at)
    if (known.size >= rememberedAtMost) known.clear()
    known.set(minutes, text)
    return text
  } }
}

export type Dates = ReturnType<typeof dates>
