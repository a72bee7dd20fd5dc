import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import { kysely, type Connection } from './connect.ts'
import type { Listen } from './listen.ts'

/** What makes PGlite our database; the tests load a prepared copy with the same. */
export const embeddedExtensions = { uuid_ossp, pg_trgm }

/**
 * Opens the database inside this process, kept in `folder`. It has one connection: within a transaction use only `trx`.
 * The pool comes when it is open: made earlier, a first start slower than the pool's patience would wait for ever.
 */
export async function connectEmbedded(folder: string): Promise<Connection> {
  const dataDir = join(folder, 'database')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return connectPglite(await PGlite.create({ dataDir, extensions: embeddedExtensions }))
}

/** One connection serves everybody in turn. Who waits longer than this, in milliseconds, waits in a circle: better an error than for ever. */
const embeddedPatience = 15_000

export function connectPglite(pglite: PGlite): Connection {
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: embeddedPatience } as unknown as pg.PoolConfig)
  const listen: Listen = async (channel, heard) => {
    const stop = await pglite.listen(channel, heard)
    return () => stop()
  }
  return { db: kysely(pool), pool, listen, embedded: true, close: async () => {
    await pool.end()
    await pglite.close()
  } }
}
