import type { CommunicationPreferences } from '../preferences/index.ts'
import { fromLocal, toLocal } from '../web/zones.ts'

const day = 86_400_000
const digestHour = '08:00'

/** When mail that is not urgent may go: undefined for now, or the end of the person's quiet hours, told by the clocks of their zone. */
export function waitsUntil(now: Date, { quiet, quietFrom, quietTo }: Pick<CommunicationPreferences, 'quiet' | 'quietFrom' | 'quietTo'>, timeZone: string): Date | undefined {
  if (!quiet || quietFrom === quietTo) return undefined
  const [date = '', time = ''] = toLocal(now, timeZone).split('T')
  const overnight = quietFrom > quietTo
  const isQuiet = overnight ? time >= quietFrom || time < quietTo : time >= quietFrom && time < quietTo
  if (!isQuiet) return undefined
  return fromLocal(`${overnight && time >= quietFrom ? shifted(date, 1) : date}T${quietTo}`, timeZone)
}

/** The last time at which a digest was due: eight in the morning of each day, or of each Monday, where the person is. */
export function lastDigest(now: Date, period: 'daily' | 'weekly', timeZone: string): Date {
  const [date = '', time = ''] = toLocal(now, timeZone).split('T')
  const latest = time >= digestHour ? date : shifted(date, -1)
  const sinceMonday = (new Date(`${latest}T00:00Z`).getUTCDay() + 6) % 7
  return fromLocal(`${period === 'daily' ? latest : shifted(latest, -sinceMonday)}T${digestHour}`, timeZone) ?? now
}

/** Another day as a calendar has it: "2026-11-22" and one more is "2026-11-23". */
function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * day).toISOString().slice(0, 10)
}
