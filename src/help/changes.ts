import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'

/** On which each process hears that something in the help centre changed. */
export const helpChannel = 'help_changes'

/** Tells every process, once the transaction commits, to forget what it remembers of the help centre. */
export async function announce(trx: Trx): Promise<void> {
  await sql`select pg_notify(${helpChannel}, '')`.execute(trx)
}
