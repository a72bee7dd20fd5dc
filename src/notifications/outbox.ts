import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import type { Queue } from '../jobs/queue.ts'
import type { Letters } from './letters.ts'
import { compose } from './letters.ts'
import type { Transport } from './transport.ts'

type MailKind = keyof Letters
/** A letter to somebody: what it is about and where it goes. The words are found when it is sent. */
export interface Mail<Kind extends MailKind = MailKind> { kind: Kind; profileId?: string; address: string; details: Letters[Kind] }

/** Puts a mail into the outbox: it is sent if and only if the transaction commits, and once. */
export async function queueMail<Kind extends MailKind>(queue: Queue, trx: Trx, { kind, profileId, address, details }: Mail<Kind>): Promise<void> {
  const { id } = await trx.insertInto('mails')
    .values({ kind, profile_id: profileId ?? null, address, details: JSON.stringify(details) })
    .returning('id').executeTakeFirstOrThrow()
  await queue.enqueue(trx, 'send-mail', { mailId: id })
}

/**
 * Sends a mail of the outbox and marks it sent. Throws when the mail server does not take it: the queue
 * tries again. Only a crash between the server's yes and our mark can double a mail; its Message-ID is then the same.
 */
export async function sendQueued(db: Db, transport: Transport, baseUrl: string, mailId: string): Promise<void> {
  const mail = await db.selectFrom('mails').select(['id', 'address', 'kind', 'details', 'tries'])
    .where('id', '=', mailId).where('sent_at', 'is', null).executeTakeFirst()
  if (mail === undefined) return

  const mark = db.updateTable('mails').where('id', '=', mailId)
  try {
    await transport.send({ to: mail.address, ...compose(mail.id, mail.kind as MailKind, mail.details as never, baseUrl) })
  } catch (error) {
    await mark.set({ tries: mail.tries + 1, last_error: reasonOf(error) }).execute()
    throw error
  }
  // Links with tokens are nobody's business once they are out.
  await mark.set({ sent_at: new Date(), tries: mail.tries + 1, details: '{}', last_error: null }).execute()
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return [...reason.replace(/\p{Cc}+/gu, ' ')].slice(0, 500).join('')
}

const oftenFailed = 5

export interface StuckMails { count: number; lastError: string }

/** The mails that failed often and still wait, with what the mail server said last; undefined when there are none. */
export async function stuckMails(db: Db): Promise<StuckMails | undefined> {
  const stuck = await db.selectFrom('mails').where('sent_at', 'is', null).where('tries', '>=', oftenFailed)
    .select(it => [it.fn.countAll<number>().over().as('count'), 'last_error as lastError'])
    .orderBy('created_at', 'desc').limit(1).executeTakeFirst()
  return stuck && { count: stuck.count, lastError: stuck.lastError ?? '' }
}

/** Forgets mails that went out long ago. */
export async function sweepMails(db: Db): Promise<void> {
  await db.deleteFrom('mails').where('sent_at', '<', sql<Date>`now() - interval '90 days'`).execute()
}
