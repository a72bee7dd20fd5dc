/** What mail servers wrote over a mail on its way: where they took it, and what they found of its sender; from the top. */
export type Trace = { name: string; value: string }[]

/** A mail as it was read: plain text and numbers, whatever its program made of it. */
export interface ReadMail {
  /** Undefined where the mail names nobody, or more than one: then nobody can be believed to have written it. */
  from: { address: string; name: string } | undefined
  messageId: string
  /** The Message-IDs that it answers. */
  references: string[]
  subject: string
  text: string
  trace: Trace
  /** Other lines of the head that decide something, by name. */
  head: Record<string, string>
  files: MailFile[]
  /** Files beyond those that are looked at. */
  more: number
  report: Report | undefined
}

/** What a mail server tells of a mail that it was given (RFC 3464). */
export interface Report {
  failures: Failure[]
  /** The envelope senders that stand in what it sent back of the mail, in small letters. */
  returnPaths: string[]
}

/** Somebody whom the mail does not reach, in small letters, and why (RFC 3463). */
export interface Failure { recipient: string; status: string }

export interface MailFile { path: string; name: string; bytes: number }

/** A mail's own words, and what it quotes of others below them. */
export interface Folded { text: string; quoted: string }

/** What the thread is asked to read. */
export interface Job { path: string; filesAtMost: number }
export type Answer = { read: ReadMail } | { folded: Folded } | { problem: string; isOurs: boolean }
