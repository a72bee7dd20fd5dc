import { Client } from 'pg'
import type { Test } from 'tap'
import { world, type World } from '../support/world.ts'

export { until } from '../support/until.ts'

// What needs a PostgreSQL server imports the world from here, and so runs on PostgreSQL alone.

export type ServedWorld = World & {
  databaseUrl: string
  /** Another client of the same database, as another process would be. */
  other: Client
}

export async function servedWorld(t: Test): Promise<ServedWorld> {
  const made = await world(t)
  const { databaseUrl } = made
  if (databaseUrl === undefined) throw new Error('This test needs PostgreSQL: run it by npm test -- <part of its path>.')
  const other = new Client({ connectionString: databaseUrl })
  other.on('error', () => {})
  await other.connect()
  t.teardown(() => other.end())
  return { ...made, databaseUrl, other }
}
