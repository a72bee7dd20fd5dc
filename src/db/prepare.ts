import { createHash } from 'node:crypto'
import type pg from 'pg'

const names = new Map<string, string>()

/**
 * A client that prepares every parameterised statement once a connection and runs it by name afterwards,
 * which saves PostgreSQL parsing and planning it anew for each page.
 */
export function preparing(Client: typeof pg.Client): typeof pg.Client {
  return class extends Client {
    override query = ((text: unknown, values?: unknown, ...rest: unknown[]) => {
      const named = typeof text === 'string' && Array.isArray(values) && values.length > 0
        ? [{ name: nameOf(text), text, values }, ...rest]
        : [text, values, ...rest]
      return (super.query as (...args: unknown[]) => unknown)(...named)
    }) as pg.Client['query']
  }
}

function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url')
    names.set(text, name)
  }
  return name
}
