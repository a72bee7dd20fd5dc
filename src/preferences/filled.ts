import type { Static, TObject } from 'typebox'
import { Compile } from 'typebox/compile'

/** Reads what is stored under a schema: whatever is missing or fits no more is as it is by default, so that every reader gets the whole. */
export function filler<Schema extends TObject>(schema: Schema) {
  const parts = Object.entries(schema.properties).map(([name, part]) => ({ name, fits: Compile(part), fallback: (part as { default?: unknown }).default }))
  return (stored: unknown): Static<Schema> => {
    const known = typeof stored === 'object' && stored !== null ? stored as Record<string, unknown> : {}
    return Object.fromEntries(parts.map(({ name, fits, fallback }) => [name, fits.Check(known[name]) ? known[name] : fallback])) as Static<Schema>
  }
}
