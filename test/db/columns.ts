import type { Database } from '../../src/db/schema.ts'

type Columns = { [Table in keyof Database]: Record<keyof Database[Table], true> }

/** The columns that the types know: the compiler refuses one too many or too few, the test asks the database. */
export const columns: Columns = {
  article_files: { article_id: true, file_id: true },
  article_versions: { article_id: true, number: true, title: true, summary: true, content: true, note: true, author_id: true, created_at: true },
  attachments: { id: true, owner_id: true, draft_id: true, ticket_id: true, reply_id: true, note_id: true, name: true, media_type: true, bytes: true, sha256: true, storage_key: true, thumbnail_key: true, width: true, height: true, created_at: true },
  attempts: { key: true, count: true, started_at: true },
  credentials: { profile_id: true, password_hash: true, changed_at: true },
  customer_preferences: { id: true, customer_id: true, notification_preferences: true, communication_preferences: true, ui_preferences: true, created_at: true, updated_at: true },
  drafts: { id: true, profile_id: true, form: true, ticket_id: true, fields: true, created_at: true, updated_at: true },
  former_slugs: { kind: true, slug: true, target_id: true },
  guides: { id: true, profile_id: true, visitor: true, answers: true, created_at: true, updated_at: true },
  help_counts: { day: true, kind: true, subject: true, count: true },
  help_files: { id: true, sha256: true, name: true, media_type: true, bytes: true, width: true, height: true, storage_key: true, created_at: true },
  help_votes: { id: true, article_id: true, question_id: true, voter: true, helpful: true, reason: true, words: true, created_at: true, updated_at: true },
  help_words: { word: true },
  installation: { id: true },
  kb_articles: { id: true, slug: true, category_id: true, status: true, visibility: true, language: true, heads: true, search: true, version: true, updated_by: true, created_at: true, updated_at: true, title: true, summary: true, content: true, html: true, headings: true, headings_text: true, body_text: true, words: true, publish_at: true, published_at: true, changed_at: true, reviewed_on: true, source: true, source_hash: true },
  kb_categories: { id: true, name: true, slug: true, description: true, parent_id: true, created_at: true, position: true, icon: true, takes_tickets: true, fields: true, source: true, version: true },
  kb_questions: { id: true, slug: true, category_id: true, status: true, visibility: true, language: true, heads: true, search: true, version: true, updated_by: true, created_at: true, updated_at: true, question: true, answer: true, answer_html: true, answer_text: true, position: true, uses: true },
  mails: { id: true, profile_id: true, address: true, kind: true, details: true, created_at: true, sent_at: true, tries: true, last_error: true },
  notes: { id: true, ticket_id: true, author_id: true, text: true, html: true, created_at: true },
  password_resets: { token_hash: true, profile_id: true, expires_at: true },
  pending_sign_ups: { id: true, token_hash: true, email: true, full_name: true, password_hash: true, expires_at: true },
  profiles: { id: true, email: true, full_name: true, phone: true, company: true, role: true, created_at: true, updated_at: true },
  ratings: { ticket_id: true, score: true, words: true, created_at: true },
  replies: { id: true, ticket_id: true, author_id: true, text: true, html: true, created_at: true, search: true },
  sessions: { id: true, profile_id: true, created_at: true, expires_at: true },
  submissions: { profile_id: true, key: true, content_hash: true, result: true, created_at: true },
  synonyms: { id: true, words: true, version: true },
  ticket_events: { id: true, ticket_id: true, actor_id: true, kind: true, details: true, happened_at: true },
  ticket_reads: { profile_id: true, ticket_id: true, read_at: true, news: true },
  tickets: { id: true, reference: true, customer_id: true, title: true, description: true, status: true, priority: true, created_at: true, updated_at: true, attachment_urls: true, last_updated_by: true, resolution_notes: true, category_id: true, description_html: true, assigned_to: true, follows: true, last_activity_at: true, waiting_since: true, resolved_at: true, closed_at: true, closing_announced_at: true, resolution_html: true, version: true, custom_fields: true, priority_rank: true, search: true },
}
