import { sql } from 'kysely'
import type { Trx } from '../../../db/connect.ts'
import { t } from '../../../web/i18n.ts'
import type { Forgotten } from './store.ts'

/** Details of events that say which status, priority, category, agent or score it was: whatever else one may hold goes. */
const codes = ['to', 'score', 'what', 'agent_id']

/** Words and files of their tickets go, answers too, for they may quote them; so does what they wrote on tickets of others. */
export async function forgetConversations(trx: Trx, { id, email }: Forgotten): Promise<void> {
  const theirs = sql<boolean>`ticket_id in (select tickets.id from tickets where tickets.customer_id = ${id})`
  const asGuest = sql<boolean>`(author_id = ${id} and by_participant)`
  const removed = t('deletion.removed')
  const words = { text: removed, html: paragraph(removed), quoted: '' }

  await trx.deleteFrom('attachments').where(sql<boolean>`${theirs} or reply_id in (select replies.id from replies where ${asGuest})`).execute()
  await trx.updateTable('replies').set(words).where(sql<boolean>`(${theirs} or ${asGuest})`).execute()
  for (const table of ['notes', 'notifications', 'participants', 'drafts', 'ticket_reads'] as const) await trx.deleteFrom(table).where(theirs).execute()
  await trx.deleteFrom('mails').where(sql<boolean>`details ->> 'ticketId' in (select tickets.id::text from tickets where tickets.customer_id = ${id})`).execute()
  await trx.deleteFrom('incoming_mails').where(sql<boolean>`writer_id = ${id} or lower(from_address) = lower(${email}) or ${theirs}`).execute()
  await trx.updateTable('ticket_events').where(theirs).where(sql<boolean>`details - ${codes}::text[] <> '{}'`)
    .set({ details: sql<string>`(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(details) where key = any(${codes}::text[]))` }).execute()
  await trx.updateTable('ratings').set({ words: '' }).where(theirs).execute()
  await emptyTickets(trx, id, removed)
}

/** Nobody can answer on them any more: what was not closed is. */
async function emptyTickets(trx: Trx, id: string, removed: string): Promise<void> {
  await trx.updateTable('tickets').where('customer_id', '=', id).set({
    title: removed, description: removed, description_html: paragraph(removed), quoted: '', attachment_urls: '[]', custom_fields: '[]', resolution_notes: null, resolution_html: null,
    status: 'closed', waiting_since: null, closed_at: sql`coalesce(closed_at, now())`, version: sql`version + 1`, updated_at: sql`now()`,
  }).execute()
}

const paragraph = (sentence: string) => `<p>${sentence.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`
