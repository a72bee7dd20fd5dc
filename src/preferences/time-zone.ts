const known = new Set<string>()

/** True for what Intl has clocks for by name, aliases and old names included; not for a mere offset such as +02:00, which knows no summer. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true
  if (!/^[A-Za-z]/.test(name) || canonicalZone(name) === undefined) return false
  known.add(name)
  return true
}

/** The name under which this engine lists a zone; undefined where it knows none. */
export function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
