import type { Connection } from './connect.ts'

/**
 * What PostgreSQL's own helpers do in the background. PGlite has none: its log would grow until the next
 * stop, and be read through at the start after a crash, and dead rows would never make room.
 */
export async function tidy({ pool, embedded }: Pick<Connection, 'pool' | 'embedded'>): Promise<void> {
  if (!embedded) return
  await pool.query('vacuum (analyze)')
  await pool.query('checkpoint')
}
