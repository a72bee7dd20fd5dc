import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { Following } from '../db/schema.ts'

/** Remembers what somebody wants to hear of one ticket; null is as they want it in general. A ticket that is gone changes nothing. */
export async function followTicket(db: Db, profileId: string, ticketId: string, following: Following | null): Promise<void> {
  await db.insertInto('ticket_reads').columns(['profile_id', 'ticket_id', 'following'])
    .expression(it => it.selectFrom('tickets').where('id', '=', ticketId)
      .select([sql<string>`${profileId}::uuid`.as('profile_id'), 'id', sql<Following | null>`${following}::text`.as('following')]))
    .onConflict(conflict => conflict.columns(['profile_id', 'ticket_id']).doUpdateSet({ following })).execute()
}
