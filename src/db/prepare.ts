import { createHash } from 'node:crypto'
import type pg from 'pg'

const names = new Map<string, string>()
let generation = 0
/** Only lists have more, and a list of another length is another statement: every connection would keep each for ever. */
const valuesAtMost = 50

type Query = (...args: unknown[]) => unknown

/**
 * A client that prepares every parameterised statement, but for long lists, once a connection and runs it by name afterwards,
 * which saves PostgreSQL parsing and planning it anew for each page.
 */
export function preparing(Client: typeof pg.Client): typeof pg.Client {
  return class extends Client {
    override query = ((text: unknown, values?: unknown, ...rest: unknown[]) => {
      const query: Query = (...args) => (super.query as Query)(...args)
      if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || values.length > valuesAtMost) return query(text, values, ...rest)

      const answer = query({ name: nameOf(text), text, values }, ...rest)
      if (!(answer instanceof Promise)) return answer
      return answer.catch((error: unknown) => {
        if (!isOutdated(error)) throw error
        prepareAnew(text)
        if (this.getTransactionStatus() !== 'I') throw error
        return query({ name: nameOf(text), text, values })
      })
    }) as pg.Client['query']
  }
}

/** Another process has migrated a table that the statement reads: PostgreSQL refuses what was prepared before. */
function isOutdated(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return code === '0A000' && message?.includes('cached plan') === true
}

/** Under another name, so that every connection prepares it once more. */
function prepareAnew(text: string): void {
  generation++
  names.delete(text)
}

function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(`${generation} ${text}`).digest('base64url')
    names.set(text, name)
  }
  return name
}
