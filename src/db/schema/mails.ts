import type { Generated, JSONColumnType } from 'kysely'
import type { CreatedAt, SetLater, WithDefault } from './columns.ts'

/** What a person can be told of; see `src/preferences`. */
export type NotificationEvent = 'reply' | 'status' | 'resolved' | 'closing' | 'participant' | 'assigned' | 'security'
/** How they are told: by mail at once, in a daily or weekly digest, on the portal only, or not at all. */
export type Way = 'now' | 'daily' | 'weekly' | 'portal' | 'off'
/** How a mail came in, and what became of it. */
export type MailWay = 'smtp' | 'hook' | 'imap'
export type MailState = 'waiting' | 'taken' | 'kept' | 'unconfirmed' | 'ignored' | 'thrown away'

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

/** What people are told, and what they send us by mail. */
export interface MailTables {
  mails: {
    id: Generated<string>; profile_id: SetLater<string>; address: string; kind: string
    details: JSONColumnType<Record<string, unknown>, string, string>; created_at: CreatedAt; sent_at: SetLater<Date>
    tries: WithDefault<number>; last_error: SetLater<string>; language: SetLater<string>; due_at: SetLater<Date>
    event: SetLater<NotificationEvent>; refused_at: SetLater<Date>
  }
  notifications: Notifications
  feeds: { profile_id: string; id: Generated<string>; token_hash: string; created_at: CreatedAt }
  unsubscriptions: { profile_id: string; what: string; before: JSONColumnType<Partial<Record<NotificationEvent, Way>>, string, string>; created_at: CreatedAt }
  incoming_mails: IncomingMails
  mail_confirmations: { token_hash: string; mail_id: string; expires_at: WithDefault<Date> }
}
