import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'
import { listener, type Listen } from './listen.ts'
import { preparing } from './prepare.ts'

export type Db = Kysely<Database>
export type Trx = Transaction<Database>

/** An open database: PostgreSQL, or PGlite inside this process. */
export interface Connection {
  db: Db
  /** The same pool that `db` uses, for the libraries that speak SQL themselves. */
  pool: pg.Pool
  /** Calls back with the payload of each notification on a channel, from this process and any other. */
  listen: Listen
  embedded: boolean
  close(): Promise<void>
}

// Counts and identities fit a double; the driver would hand them over as strings.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A day is a day in every time zone: it stays as it is written, 2026-11-22.
pg.types.setTypeParser(pg.types.builtins.DATE, String)

/** Connects to PostgreSQL. A lost server fails queries, never the process; the pool recovers by itself. */
export function connectPostgres(url: string, max = 10): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: patienceOf(url),
    idleTimeoutMillis: 60_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    Client: preparing(pg.Client),
  })
  pool.on('error', () => {})
  // The pool listens only to idle clients; one that is lost between two queries of a transaction would end the process.
  pool.on('connect', client => void client.on('error', () => {}))
  const listen = listener(() => new pg.Client({ connectionString: url, connectionTimeoutMillis: Math.max(patienceOf(url), 5_000), keepAlive: true, keepAliveInitialDelayMillis: 10_000 }))
  return { db: kysely(pool), pool, listen: listen.on, embedded: false, close: async () => {
    await listen.close()
    await pool.end()
  } }
}

/** How long a request waits for a connection, in milliseconds: `connect_timeout` of the address, in seconds as libpq has it, or 2 s. */
function patienceOf(url: string): number {
  const seconds = Number(new URL(url).searchParams.get('connect_timeout'))
  return seconds > 0 ? seconds * 1_000 : 2_000
}

/** Our way of asking, over a pool. */
export function kysely(pool: pg.Pool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}
