import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { CreatedAt, SetLater, WithDefault } from './columns.ts'

export type Role = 'customer' | 'agent' | 'admin'
export type CompanyRole = 'member' | 'manager'
/** Whom a company lets see what its people ask, and what they may do there. */
export type SharedWith = 'nobody' | 'everybody' | 'managers'
export type May = 'read' | 'reply'

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
  /** The language in which they last signed in. */
  spoken: SetLater<string>
  mail_refused_at: SetLater<Date>
  mail_refusal: SetLater<string>
  /** How often the addresses that they answer at were made anew. */
  reply_addresses_renewed: WithDefault<number>
  created_at: CreatedAt
  updated_at: WithDefault<Date>
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

/** Who people are, how they sign in, and what they decided about themselves. */
export interface AccountTables {
  profiles: Profiles
  credentials: { profile_id: string; password_hash: string; changed_at: WithDefault<Date> }
  sessions: { id: string; profile_id: string; created_at: WithDefault<Date>; expires_at: Date; browser: WithDefault<string>; address: WithDefault<string>; seen_at: WithDefault<Date>; handle: Generated<string> }
  pending_sign_ups: { id: Generated<string>; token_hash: SetLater<string>; email: string; full_name: string; password_hash: string; expires_at: WithDefault<Date> }
  password_resets: { token_hash: string; profile_id: string; expires_at: WithDefault<Date> }
  pending_sign_ins: { token_hash: string; profile_id: string; expires_at: WithDefault<Date> }
  known_browsers: { profile_id: string; browser_hash: string; seen_at: WithDefault<Date> }
  authenticators: Authenticators
  recovery_codes: { code_hash: string; profile_id: string }
  passkeys: {
    id: Generated<string>; profile_id: string; credential_id: string; public_key: string
    transports: WithDefault<string[]>; counter: WithDefault<number>; name: string; created_at: CreatedAt
    used_at: SetLater<Date>
  }
  passkey_offers: { session_id: string; challenge: string; name: string; expires_at: WithDefault<Date> }
  spent_challenges: { challenge: string; expires_at: WithDefault<Date> }
  profile_pictures: { profile_id: string; storage_key: string; sha256: string; bytes: number; created_at: CreatedAt }
  email_changes: { profile_id: string; email: string; token_hash: SetLater<string>; asked_at: WithDefault<Date>; expires_at: WithDefault<Date> }
  email_undos: { token_hash: string; profile_id: string; email: string; changed_at: WithDefault<Date>; expires_at: WithDefault<Date> }
  archives: Archives
  deletions: { profile_id: string; asked_at: WithDefault<Date>; due_at: WithDefault<Date> }
  attempts: { key: string; count: WithDefault<number>; started_at: WithDefault<Date> }
  companies: { id: Generated<string>; name: string; shared_with: WithDefault<SharedWith>; may: WithDefault<May>; version: WithDefault<number>; created_at: CreatedAt }
  customer_preferences: {
    id: Generated<string>; customer_id: string
    notification_preferences: JSONColumnType<object, string | undefined, string>
    communication_preferences: JSONColumnType<object, string | undefined, string>
    ui_preferences: JSONColumnType<object, string | undefined, string>; created_at: CreatedAt
    updated_at: WithDefault<Date>
  }
  activity: {
    id: GeneratedAlways<number>; profile_id: string; kind: string
    details: JSONColumnType<Record<string, string>, string | undefined, string>; browser: WithDefault<string>
    address: WithDefault<string>; happened_at: CreatedAt
  }
  submissions: { profile_id: string; key: string; content_hash: string; result: string; created_at: CreatedAt }
  drafts: {
    id: string; profile_id: string; form: string; ticket_id: SetLater<string>
    fields: JSONColumnType<Record<string, string>, string, string>; created_at: CreatedAt; updated_at: WithDefault<Date>
  }
}
