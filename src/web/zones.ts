const minute = 60_000

/** Reads what a field for a day and a time of day holds, "2026-11-22T14:05", as it is meant in that zone; undefined for anything else. */
export function fromLocal(text: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/.test(text)) return undefined
  const asUtc = Date.parse(`${text.slice(0, 16)}Z`)
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined
  // The zone is asked twice, as it may change its clocks in between.
  const guess = asUtc - offset(asUtc, timeZone)
  return new Date(asUtc - offset(guess, timeZone))
}

/** The same the other way round: what such a field is to hold. */
export function toLocal(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offset(at.getTime(), timeZone)).toISOString().slice(0, 16)
}

/** Today, as it is called there: "2026-11-22". */
export const today = (timeZone: string): string => toLocal(new Date(), timeZone).slice(0, 10)

/** How far the clocks of a zone are ahead at that moment, in milliseconds. */
function offset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).formatToParts(at)
  const part = (type: string) => Number(parts.find(other => other.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - Math.floor(at / minute) * minute
}
