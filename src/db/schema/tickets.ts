import type { Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'
import type { May } from './accounts.ts'
import type { CreatedAt, SetLater, WithDefault } from './columns.ts'

export type Status = 'open' | 'waiting' | 'resolved' | 'closed'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type EventKind = 'opened' | 'replied' | 'status' | 'priority' | 'category' | 'assigned' | 'file added'
  | 'resolved' | 'closed' | 'reopened' | 'rated' | 'participant'
/** What was answered, as it was asked then. */
export interface CustomField { label: string; value: string }
/** What somebody wants to hear of one ticket: everything at once, or nothing. */
export type Following = 'follow' | 'mute'

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

/** Tickets and all that hangs on them. */
export interface TicketTables {
  tickets: Tickets
  replies: Message & { quoted: WithDefault<string>; by_participant: WithDefault<boolean>; search: GeneratedAlways<string> }
  notes: Message
  ticket_events: { id: GeneratedAlways<number>; ticket_id: string; actor_id: string | null; kind: EventKind; details: JSONColumnType<Record<string, string>, string | undefined, string>; happened_at: CreatedAt }
  ticket_reads: { profile_id: string; ticket_id: string; read_at: SetLater<Date>; news: WithDefault<number>; following: SetLater<Following> }
  participants: { id: Generated<string>; ticket_id: string; email: string; may: May; profile_id: SetLater<string>; token_hash: string; invited_at: WithDefault<Date>; expires_at: WithDefault<Date> }
  ratings: { ticket_id: string; score: number; words: WithDefault<string>; created_at: CreatedAt }
  attachments: Attachments
}

export type Ticket = Selectable<Tickets>
export type Attachment = Selectable<Attachments>
