import { sql } from 'kysely'
import type { Trx } from '../../db/connect.ts'
import { ticketsSeenBy } from '../../db/visible.ts'
import { publishShutOut } from '../../web/live.ts'

/**
 * Call it when these people may see less than before: what waits for them of tickets that they see no more, be it news,
 * a notification or a mail, is gone, and their streams end.
 */
export async function shutOut(trx: Trx, people: string[]): Promise<void> {
  const customers = sql`(select id from profiles where id = any(${people}::uuid[]) and role = 'customer')`
  const unseen = (profile: string, ticket: ReturnType<typeof sql>) =>
    sql`not exists (${ticketsSeenBy(trx, { id: sql.ref(profile), role: 'customer' }).select('tickets.id').where('tickets.id', '=', sql<string>`${ticket}`)})`
  await sql`delete from ticket_reads where profile_id in ${customers} and ${unseen('ticket_reads.profile_id', sql`ticket_reads.ticket_id`)}`.execute(trx)
  await sql`delete from notifications where profile_id in ${customers} and ticket_id is not null and ${unseen('notifications.profile_id', sql`notifications.ticket_id`)}`.execute(trx)
  const named = sql`(mails.details ->> 'ticketId')::uuid`
  await sql`delete from mails where sent_at is null and profile_id in ${customers} and mails.details ? 'ticketId' and ${unseen('mails.profile_id', named)}`.execute(trx)
  // A digest goes on without them; one that tells of nothing else does not go.
  const seen = sql`exists (${ticketsSeenBy(trx, { id: sql.ref('mails.profile_id'), role: 'customer' }).select('tickets.id').where('tickets.reference', '=', sql<number>`(told ->> 'reference')::bigint`)})`
  await sql`update mails set details = jsonb_set(details, '{news}', (
    select coalesce(jsonb_agg(told), '[]') from jsonb_array_elements(details -> 'news') told where told ->> 'reference' is null or ${seen}))
    where sent_at is null and kind = 'digest' and profile_id in ${customers}`.execute(trx)
  await sql`delete from mails where sent_at is null and kind = 'digest' and profile_id in ${customers} and details -> 'news' = '[]'`.execute(trx)
  await publishShutOut(trx, people)
}
