import { sql } from 'kysely'

/** The time that is stored: the database's, which all processes share and its own questions compare with. */
export const now = sql<Date>`now()`
