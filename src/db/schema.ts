import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'

type CreatedAt = ColumnType<Date, Date | undefined, never>
type SetLater<T> = ColumnType<T | null, T | null | undefined, T | null>
type WithDefault<T> = ColumnType<T, T | undefined, T>

export type Role = 'customer' | 'agent' | 'admin'
export type Status = 'open' | 'waiting' | 'resolved' | 'closed'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type EventKind = 'opened' | 'replied' | 'status' | 'priority' | 'category' | 'assigned' | 'file added'
  | 'resolved' | 'closed' | 'reopened' | 'rated' | 'participant'

/** What a person can be told of; see `src/preferences`. */
export type NotificationEvent = 'reply' | 'status' | 'resolved' | 'closing' | 'participant' | 'assigned' | 'security'
/** How they are told: by mail at once, in a daily or weekly digest, on the portal only, or not at all. */
export type Way = 'now' | 'daily' | 'weekly' | 'portal' | 'off'
/** What somebody wants to hear of one ticket: everything at once, or nothing. */
export type Following = 'follow' | 'mute'

/** Whom a company lets see what its people ask, and what they may do there. */
export type SharedWith = 'nobody' | 'everybody' | 'managers'
export type CompanyRole = 'member' | 'manager'
export type May = 'read' | 'reply'

export type Publication = 'draft' | 'published' | 'archived'
export type Visibility = 'everyone' | 'customers' | 'staff'
/** How a mail came in, and what became of it. */
export type MailWay = 'smtp' | 'hook' | 'imap'
export type MailState = 'waiting' | 'taken' | 'kept' | 'unconfirmed' | 'ignored' | 'thrown away'

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
  company_id: SetLater<string>
  company_role: WithDefault<CompanyRole>
  /** How they like to be addressed; '' is by their name. */
  address_as: WithDefault<string>
  role: WithDefault<Role>
  mail_refused_at: SetLater<Date>
  mail_refusal: SetLater<string>
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
  quoted: WithDefault<string>
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

interface Notifications {
  id: Generated<string>
  profile_id: string
  ticket_id: SetLater<string>
  event: NotificationEvent
  kind: string
  details: JSONColumnType<Record<string, unknown>, string | undefined, string>
  way: Exclude<Way, 'off'>
  cause: WithDefault<string>
  created_at: CreatedAt
  read_at: SetLater<Date>
  digested_at: SetLater<Date>
}

interface Authenticators {
  profile_id: string
  secret: string
  started_in: string
  started_at: WithDefault<Date>
  confirmed_at: SetLater<Date>
  last_step: WithDefault<number>
  recovery_key: WithDefault<string>
  recovery_made_at: SetLater<Date>
}

interface IncomingMails {
  id: Generated<string>
  key: string
  way: MailWay
  recipient: string
  sender: string | null
  relayed: boolean
  storage_key: string
  bytes: number
  state: WithDefault<MailState>
  reason: WithDefault<string>
  from_address: WithDefault<string>
  from_name: WithDefault<string>
  subject: WithDefault<string>
  text: WithDefault<string>
  writer_id: SetLater<string>
  ticket_id: SetLater<string>
  tries: WithDefault<number>
  received_at: CreatedAt
  settled_at: SetLater<Date>
}

interface Archives {
  id: Generated<string>
  profile_id: string
  language: string
  asked_at: WithDefault<Date>
  ready_at: SetLater<Date>
  expires_at: SetLater<Date>
  storage_key: SetLater<string>
  sha256: SetLater<string>
  bytes: SetLater<number>
}

/** The tables as the migrations leave them; a test holds the two against each other. */
export interface Database {
  profiles: Profiles
  credentials: { profile_id: string; password_hash: string; changed_at: WithDefault<Date> }
  sessions: { id: string; profile_id: string; created_at: WithDefault<Date>; expires_at: Date; browser: WithDefault<string>; address: WithDefault<string>; seen_at: WithDefault<Date>; handle: Generated<string> }
  pending_sign_ups: { id: Generated<string>; token_hash: SetLater<string>; email: string; full_name: string; password_hash: string; expires_at: WithDefault<Date> }
  password_resets: { token_hash: string; profile_id: string; expires_at: WithDefault<Date> }
  pending_sign_ins: { token_hash: string; profile_id: string; expires_at: WithDefault<Date> }
  known_browsers: { profile_id: string; browser_hash: string; seen_at: WithDefault<Date> }
  authenticators: Authenticators
  recovery_codes: { code_hash: string; profile_id: string }
  passkeys: { id: Generated<string>; profile_id: string; credential_id: string; public_key: string; transports: WithDefault<string[]>; counter: WithDefault<number>; name: string; created_at: CreatedAt; used_at: SetLater<Date> }
  passkey_offers: { session_id: string; challenge: string; name: string; expires_at: WithDefault<Date> }
  spent_challenges: { challenge: string; expires_at: WithDefault<Date> }
  profile_pictures: { profile_id: string; storage_key: string; sha256: string; bytes: number; created_at: CreatedAt }
  email_changes: { profile_id: string; email: string; token_hash: SetLater<string>; asked_at: WithDefault<Date>; expires_at: WithDefault<Date> }
  email_undos: { token_hash: string; profile_id: string; email: string; changed_at: WithDefault<Date>; expires_at: WithDefault<Date> }
  archives: Archives
  deletions: { profile_id: string; asked_at: WithDefault<Date>; due_at: WithDefault<Date> }
  attempts: { key: string; count: WithDefault<number>; started_at: WithDefault<Date> }
  tickets: Tickets
  replies: Message & { quoted: WithDefault<string>; by_participant: WithDefault<boolean>; search: GeneratedAlways<string> }
  notes: Message
  ticket_events: { id: GeneratedAlways<number>; ticket_id: string; actor_id: string | null; kind: EventKind; details: JSONColumnType<Record<string, string>, string | undefined, string>; happened_at: CreatedAt }
  ticket_reads: { profile_id: string; ticket_id: string; read_at: SetLater<Date>; news: WithDefault<number>; following: SetLater<Following> }
  participants: { id: Generated<string>; ticket_id: string; email: string; may: May; profile_id: SetLater<string>; token_hash: string; invited_at: WithDefault<Date>; expires_at: WithDefault<Date> }
  companies: { id: Generated<string>; name: string; shared_with: WithDefault<SharedWith>; may: WithDefault<May>; version: WithDefault<number>; created_at: CreatedAt }
  ratings: { ticket_id: string; score: number; words: WithDefault<string>; created_at: CreatedAt }
  attachments: Attachments
  drafts: { id: string; profile_id: string; form: string; ticket_id: SetLater<string>; fields: JSONColumnType<Record<string, string>, string, string>; created_at: CreatedAt; updated_at: WithDefault<Date> }
  submissions: { profile_id: string; key: string; content_hash: string; result: string; created_at: CreatedAt }
  mails: { id: Generated<string>; profile_id: SetLater<string>; address: string; kind: string; details: JSONColumnType<Record<string, unknown>, string, string>; created_at: CreatedAt; sent_at: SetLater<Date>; tries: WithDefault<number>; last_error: SetLater<string>; language: SetLater<string>; due_at: SetLater<Date>; event: SetLater<NotificationEvent>; refused_at: SetLater<Date> }
  customer_preferences: { id: Generated<string>; customer_id: string; notification_preferences: JSONColumnType<object, string | undefined, string>; communication_preferences: JSONColumnType<object, string | undefined, string>; ui_preferences: JSONColumnType<object, string | undefined, string>; created_at: CreatedAt; updated_at: WithDefault<Date> }
  activity: { id: GeneratedAlways<number>; profile_id: string; kind: string; details: JSONColumnType<Record<string, string>, string | undefined, string>; browser: WithDefault<string>; address: WithDefault<string>; happened_at: CreatedAt }
  notifications: Notifications
  feeds: { profile_id: string; id: Generated<string>; token_hash: string; created_at: CreatedAt }
  unsubscriptions: { profile_id: string; what: string; before: JSONColumnType<Partial<Record<NotificationEvent, Way>>, string, string>; created_at: CreatedAt }
  incoming_mails: IncomingMails
  mail_confirmations: { token_hash: string; mail_id: string; expires_at: WithDefault<Date> }
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
