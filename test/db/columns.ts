import type { Database } from '../../src/db/schema.ts'

type Columns = { [Table in keyof Database]: Record<keyof Database[Table], true> }

/** The columns that the types know: the compiler refuses one too many or too few, the test asks the database. */
export const columns: Columns = {
  attachments: { id: true, owner_id: true, draft_id: true, ticket_id: true, reply_id: true, note_id: true, name: true, media_type: true, bytes: true, sha256: true, storage_key: true, thumbnail_key: true, width: true, height: true, created_at: true },
  attempts: { key: true, count: true, started_at: true },
  credentials: { profile_id: true, password_hash: true, changed_at: true },
  customer_preferences: { id: true, customer_id: true, notification_preferences: true, communication_preferences: true, ui_preferences: true, created_at: true, updated_at: true },
  drafts: { id: true, profile_id: true, form: true, ticket_id: true, fields: true, created_at: true, updated_at: true },
  installation: { id: true },
  kb_articles: { id: true, title: true, slug: true, content: true, category_id: true, status: true, created_at: true, updated_at: true },
  kb_categories: { id: true, name: true, slug: true, description: true, parent_id: true, created_at: true, position: true },
  mails: { id: true, profile_id: true, address: true, kind: true, details: true, created_at: true, sent_at: true, tries: true, last_error: true },
  notes: { id: true, ticket_id: true, author_id: true, text: true, html: true, created_at: true },
  password_resets: { token_hash: true, profile_id: true, expires_at: true },
  pending_sign_ups: { id: true, token_hash: true, email: true, full_name: true, password_hash: true, expires_at: true },
  profiles: { id: true, email: true, full_name: true, phone: true, company: true, role: true, created_at: true, updated_at: true },
  ratings: { ticket_id: true, score: true, words: true, created_at: true },
  replies: { id: true, ticket_id: true, author_id: true, text: true, html: true, created_at: true, search: true },
  sessions: { id: true, profile_id: true, created_at: true, expires_at: true },
  submissions: { profile_id: true, key: true, content_hash: true, result: true, created_at: true },
  ticket_events: { id: true, ticket_id: true, actor_id: true, kind: true, details: true, happened_at: true },
  ticket_reads: { profile_id: true, ticket_id: true, read_at: true, news: true },
  tickets: { id: true, reference: true, customer_id: true, title: true, description: true, status: true, priority: true, created_at: true, updated_at: true, attachment_urls: true, last_updated_by: true, resolution_notes: true, category_id: true, description_html: true, assigned_to: true, follows: true, last_activity_at: true, waiting_since: true, resolved_at: true, closed_at: true, closing_announced_at: true, resolution_html: true, version: true, priority_rank: true, search: true },
}
