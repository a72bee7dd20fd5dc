/** How long before now: "12d 09:14" is that time of day (UTC) twelve days ago, "5h" and "40m" are so much ago. From two days on, say the time of day. */
export type When = `${number}d ${number}:${number}` | `${number}h` | `${number}m`

const minute = 60_000
const day = 86_400_000

/** The moment that is meant, seen from now. */
export function timeOf(when: When, now: Date): Date {
  const [, days, hour, minutes] = /^(\d+)d (\d+):(\d+)$/.exec(when) ?? []
  if (days !== undefined) return new Date(midnight(now) - Number(days) * day + (Number(hour) * 60 + Number(minutes)) * minute)
  return new Date(now.getTime() - Number.parseInt(when, 10) * (when.endsWith('h') ? 60 : 1) * minute)
}

function midnight(now: Date): number {
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
}
