import { language } from './i18n.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const plainDay = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })

/** Writes times for people, in the given zone. */
export function dates(timeZone: string) {
  const short = remembering(new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }))
  const clock = new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', minute: '2-digit' })
  const whole = remembering(new Intl.DateTimeFormat(language, { timeZone, dateStyle: 'full', timeStyle: 'short' }))
  const next = new Intl.DateTimeFormat(language, { timeZone, weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' })

  return {
    /** "5 minutes ago" within a day of now, "3 Nov 2026" beyond. */
    near(at: Date, now = Date.now()): string {
      const distance = at.getTime() - now
      if (Math.abs(distance) < minute) return relative.format(0, 'second')
      if (Math.abs(distance) < hour) return relative.format(Math.trunc(distance / minute), 'minute')
      if (Math.abs(distance) < day) return relative.format(Math.trunc(distance / hour), 'hour')
      return short.format(at)
    },
    /** "3 Nov 2026, 14:05": how a letter is dated. */
    stamp: (at: Date) => `${short.format(at)}, ${clock.format(at)}`,
    /** "3 Nov 2026"; a day written as 2026-11-03 is that day in every zone. */
    day: (at: Date | string) => typeof at === 'string' ? plainDay.format(new Date(at)) : short.format(at),
    /** The full form, for who wants to know exactly. */
    full: (at: Date) => whole.format(at),
    /** "Monday 23 November at 14:00 UTC": a promise. */
    promise: (at: Date) => next.format(at),
  }
}

const rememberedAtMost = 5_000

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
