/** A mail as it was read: plain text and numbers, whatever its program made of it. */
export interface ReadMail {
  /** Undefined where the mail names nobody, or more than one: then nobody can be believed to have written it. */
  from: { address: string; name: string } | undefined
  messageId: string
  /** The Message-IDs that it answers. */
  references: string[]
  subject: string
  text: string
  /** What mail servers say of who sent it (RFC 8601), from the top. */
  results: string[]
  /** Other lines of the head that decide something, by name. */
  head: Record<string, string>
  files: MailFile[]
  /** Files beyond those that are looked at. */
  more: number
  /** What a mail server tells of a mail of ours (RFC 3464). */
  report: { failed: boolean; about: string[]; words: string } | undefined
}

export interface MailFile { path: string; name: string; bytes: number }

/** A mail's own words, and what it quotes of others below them. */
export interface Folded { text: string; quoted: string }

/** What the thread is asked to read. */
export interface Job { path: string; filesAtMost: number }
export type Answer = { read: ReadMail } | { folded: Folded } | { problem: string; isOurs: boolean }
