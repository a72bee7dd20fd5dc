import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../../../db/connect.ts'
import { forgetJobs } from '../../../jobs/forget.ts'
import { accountKey, endOtherSessions } from '../../../sign-in/index.ts'
import { t } from '../../../web/i18n.ts'
import { forgetConversations } from './conversations.ts'
import type { Forgotten } from './store.ts'

/**
 * Removes all that tells who somebody was and what they wrote. What stays of their tickets is what counts
 * need: status, category, priority, times, scores. All of it or nothing: killed midway, it begins anew.
 */
export async function forget(trx: Trx, id: string): Promise<void> {
  const due = await trx.selectFrom('deletions').innerJoin('profiles', 'profiles.id', 'profile_id').where('profile_id', '=', id).where('due_at', '<=', sql<Date>`now()`)
    .select(['email', 'full_name as name']).forUpdate().executeTakeFirst()
  // Somebody was faster, or its owner came back.
  if (due === undefined) return
  const person = { id, ...due }
  await endOtherSessions(trx, id)
  await forgetConversations(trx, person)
  await forgetOwn(trx, person)
  await forgetElsewhere(trx, person)
  await trx.updateTable('profiles').where('id', '=', id).set({
    email: `former-${randomUUID()}@deleted.invalid`, full_name: t('deletion.former'), address_as: '', phone: null, company: null, company_id: null, company_role: 'member', spoken: null,
    role: 'customer', mail_refused_at: null, mail_refusal: null, updated_at: sql`now()`,
  }).execute()
}

const own = [
  'credentials', 'password_resets', 'pending_sign_ins', 'known_browsers', 'authenticators', 'recovery_codes', 'passkeys', 'feeds', 'unsubscriptions', 'notifications', 'activity',
  'drafts', 'guides', 'submissions', 'ticket_reads', 'profile_pictures', 'email_changes', 'email_undos', 'archives', 'participants', 'mails', 'deletions',
] as const

/** What is nobody's but theirs. */
async function forgetOwn(trx: Trx, { id, email }: Forgotten): Promise<void> {
  await trx.deleteFrom('attachments').where('owner_id', '=', id).where('draft_id', 'is not', null).execute()
  for (const table of own) await trx.deleteFrom(table).where('profile_id', '=', id).execute()
  await trx.deleteFrom('pending_sign_ups').where(sql<boolean>`lower(email) = lower(${email})`).execute()
  await forgetTries(trx, id, email)
  await forgetJobs(trx, [id, email])
  await trx.updateTable('customer_preferences').where('customer_id', '=', id)
    .set({ ui_preferences: '{}', communication_preferences: '{}', notification_preferences: '{}', updated_at: sql`now()` }).execute()
  // What they thought of an article still counts, as nobody's.
  await trx.updateTable('help_votes').where('voter', '=', id).set({ voter: sql<string>`uuid_generate_v4()::text`, reason: '', words: '' }).execute()
}

/** What was counted under their id, their address, or its hash. */
async function forgetTries(trx: Trx, id: string, email: string): Promise<void> {
  const words = [id, await accountKey(trx, email)]
  await trx.deleteFrom('attempts').where(sql<boolean>`(right(lower(key), length(${email}) + 1) = ':' || lower(${email})
    or exists (select from unnest(${words}::text[]) word where position(word in key) > 0))`).execute()
}

/** Where others, or what they were told, name them. */
async function forgetElsewhere(trx: Trx, { id, email, name }: Forgotten): Promise<void> {
  const named = sql<boolean>`(position(lower(${email}) in lower(details::text)) > 0 or details ->> 'author' = ${name} or details ->> 'to' = ${name})`
  await trx.deleteFrom('mails').where(sql<boolean>`lower(address) = lower(${email})`).execute()
  await trx.deleteFrom('mails').where('sent_at', 'is', null).where(named).execute()
  await trx.deleteFrom('notifications').where(named).execute()
  await trx.updateTable('activity').set({ details: '{}' }).where(sql<boolean>`position(lower(${email}) in lower(details::text)) > 0`).execute()
  await trx.updateTable('ticket_events').set({ details: '{}' }).where(sql<boolean>`details ->> 'agent_id' = ${id}`).execute()
  await trx.deleteFrom('participants').where(sql<boolean>`lower(email) = lower(${email})`).execute()
  await trx.updateTable('customer_preferences').where(sql<boolean>`position(lower(${email}) in lower(communication_preferences::text)) > 0`)
    .set({ communication_preferences: sql`jsonb_set(communication_preferences, '{participants}', (
      select coalesce(jsonb_agg(address), '[]') from jsonb_array_elements_text(communication_preferences -> 'participants') address where lower(address) <> lower(${email})))` }).execute()
}
