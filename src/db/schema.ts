import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'

type CreatedAt = ColumnType<Date, Date | undefined, never>
type SetLater<T> = ColumnType<T | null, T | null | undefined, T | null>
type WithDefault<T> = ColumnType<T, T | undefined, T>

export type Role = 'customer' | 'agent' | 'admin'
export type Status = 'open' | 'waiting' | 'resolved' | 'closed'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type EventKind = 'opened' | 'replied' | 'status' | 'priority' | 'category' | 'assigned' | 'file added'
  | 'resolved' | 'closed' | 'reopened' | 'rated' | 'participant'

export type Publication = 'draft' | 'published' | 'archived'
export type Visibility = 'everyone' | 'customers' | 'staff'
export type HelpCount = 'searched' | 'found nothing' | 'opened' | 'solved'
export type FieldKind = 'text' | 'long text' | 'choice' | 'checkbox' | 'date' | 'number'

/** A question of a category's own; `shownIf` names an earlier one and the answer that it must have. */
export interface CategoryField { key: string; label: string; kind: FieldKind; required: boolean; hint: string; options: string[]; shownIf?: { key: string; value: string } | undefined }
/** What was answered, as it was asked then. */
export interface CustomField { label: string; value: string }
/** A heading of an article, for its table of contents: 2 is the highest. */
export interface Heading { level: number; id: string; text: string }

interface Profiles {
  id: Generated<string>
  email: string
  full_name: string
  phone: SetLater<string>
  company: SetLater<string>
  role: WithDefault<Role>
  created_at: CreatedAt
  updated_at: WithDefault<Date>
}

interface Tickets {
  id: Generated<string>
  reference: GeneratedAlways<number>
  customer_id: string
  title: string
  description: string
  description_html: WithDefault<string>
  category_id: SetLater<string>
  status: WithDefault<Status>
  priority: WithDefault<Priority>
  priority_rank: GeneratedAlways<number>
  attachment_urls: JSONColumnType<string[], string | undefined, string>
  custom_fields: JSONColumnType<CustomField[], string | undefined, string>
  last_updated_by: SetLater<string>
  resolution_notes: SetLater<string>
  resolution_html: SetLater<string>
  assigned_to: SetLater<string>
  follows: SetLater<string>
  last_activity_at: WithDefault<Date>
  waiting_since: SetLater<Date>
  resolved_at: SetLater<Date>
  closed_at: SetLater<Date>
  closing_announced_at: SetLater<Date>
  version: WithDefault<number>
  search: GeneratedAlways<string>
  created_at: WithDefault<Date>
  updated_at: WithDefault<Date>
}

interface Message {
  id: Generated<string>
  ticket_id: string
  author_id: string
  text: string
  html: string
  created_at: CreatedAt
}

interface Attachments {
  id: Generated<string>
  owner_id: string
  draft_id: SetLater<string>
  ticket_id: SetLater<string>
  reply_id: SetLater<string>
  note_id: SetLater<string>
  name: string
  media_type: string
  bytes: number
  sha256: string
  storage_key: string
  thumbnail_key: SetLater<string>
  width: SetLater<number>
  height: SetLater<number>
  created_at: CreatedAt
}

interface KbCategories {
  id: Generated<string>
  name: string
  slug: string
  description: SetLater<string>
  parent_id: SetLater<string>
  position: WithDefault<number>
  icon: WithDefault<string>
  takes_tickets: WithDefault<boolean>
  fields: JSONColumnType<CategoryField[], string | undefined, string>
  source: SetLater<string>
  version: WithDefault<number>
  created_at: CreatedAt
}

interface HelpText {
  id: Generated<string>
  slug: string
  category_id: SetLater<string>
  status: Publication
  visibility: WithDefault<Visibility>
  language: WithDefault<string>
  heads: GeneratedAlways<string>
  search: GeneratedAlways<string>
  version: WithDefault<number>
  updated_by: SetLater<string>
  created_at: CreatedAt
  updated_at: WithDefault<Date>
}

interface KbArticles extends HelpText {
  title: string
  summary: WithDefault<string>
  content: string
  html: WithDefault<string>
  headings: JSONColumnType<Heading[], string | undefined, string>
  headings_text: WithDefault<string>
  body_text: WithDefault<string>
  words: WithDefault<number>
  publish_at: SetLater<Date>
  published_at: SetLater<Date>
  changed_at: WithDefault<Date>
  reviewed_on: ColumnType<string | null, string | null | undefined, string | null>
  source: SetLater<string>
  source_hash: SetLater<string>
}

interface KbQuestions extends HelpText {
  question: string
  answer: string
  answer_html: WithDefault<string>
  answer_text: WithDefault<string>
  position: WithDefault<number>
  uses: WithDefault<number>
}

/** The tables as the migrations leave them; a test holds the two against each other. */
export interface Database {
  profiles: Profiles
  credentials: { profile_id: string; password_hash: string; changed_at: WithDefault<Date> }
  sessions: { id: string; profile_id: string; created_at: WithDefault<Date>; expires_at: Date }
  pending_sign_ups: { id: Generated<string>; token_hash: SetLater<string>; email: string; full_name: string; password_hash: string; expires_at: WithDefault<Date> }
  password_resets: { token_hash: string; profile_id: string; expires_at: WithDefault<Date> }
  attempts: { key: string; count: WithDefault<number>; started_at: WithDefault<Date> }
  tickets: Tickets
  replies: Message & { search: GeneratedAlways<string> }
  notes: Message
  ticket_events: { id: GeneratedAlways<number>; ticket_id: string; actor_id: string | null; kind: EventKind; details: JSONColumnType<Record<string, string>, string | undefined, never>; happened_at: CreatedAt }
  ticket_reads: { profile_id: string; ticket_id: string; read_at: SetLater<Date>; news: WithDefault<number> }
  ratings: { ticket_id: string; score: number; words: WithDefault<string>; created_at: CreatedAt }
  attachments: Attachments
  drafts: { id: string; profile_id: string; form: string; ticket_id: SetLater<string>; fields: JSONColumnType<Record<string, string>, string, string>; created_at: CreatedAt; updated_at: WithDefault<Date> }
  submissions: { profile_id: string; key: string; content_hash: string; result: string; created_at: CreatedAt }
  mails: { id: Generated<string>; profile_id: SetLater<string>; address: string; kind: string; details: JSONColumnType<Record<string, unknown>, string, string>; created_at: CreatedAt; sent_at: SetLater<Date>; tries: WithDefault<number>; last_error: SetLater<string> }
  customer_preferences: { id: Generated<string>; customer_id: string; notification_preferences: JSONColumnType<object>; communication_preferences: JSONColumnType<object>; ui_preferences: JSONColumnType<object>; created_at: CreatedAt; updated_at: WithDefault<Date> }
  installation: { id: Generated<string> }
  kb_categories: KbCategories
  kb_articles: KbArticles
  article_versions: { article_id: string; number: number; title: string; summary: string; content: string; note: WithDefault<string>; author_id: SetLater<string>; created_at: CreatedAt }
  former_slugs: { kind: 'article' | 'category' | 'question'; slug: string; target_id: string }
  kb_questions: KbQuestions
  help_votes: { id: Generated<string>; article_id: SetLater<string>; question_id: SetLater<string>; voter: string; helpful: boolean; reason: WithDefault<string>; words: WithDefault<string>; created_at: CreatedAt; updated_at: WithDefault<Date> }
  help_counts: { day: string; kind: HelpCount; subject: string; count: WithDefault<number> }
  help_files: { id: Generated<string>; sha256: string; name: string; media_type: string; bytes: number; width: SetLater<number>; height: SetLater<number>; storage_key: string; created_at: CreatedAt }
  article_files: { article_id: string; file_id: string }
  synonyms: { id: Generated<string>; words: string[]; version: WithDefault<number> }
  help_words: { word: string }
  guides: { id: Generated<string>; profile_id: SetLater<string>; visitor: SetLater<string>; answers: JSONColumnType<Record<string, string>, string | undefined, string>; created_at: CreatedAt; updated_at: WithDefault<Date> }
}

export type Ticket = Selectable<Tickets>
export type Attachment = Selectable<Attachments>
