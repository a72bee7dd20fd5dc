import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import type { NotificationEvent } from '../db/schema.ts'
import type { Queue } from '../jobs/queue.ts'
import { heardLanguage, type Language } from '../web/i18n.ts'
import type { Letters } from './letters.ts'

export type MailKind = keyof Letters
/** A letter to somebody: what it is about and where it goes. The words are found when it is sent. */
export interface Mail<Kind extends MailKind = MailKind> {
  kind: Kind
  profileId?: string
  address: string
  details: Letters[Kind]
  /** What it tells of, if it is a notification. */
  event?: NotificationEvent
  /** It does not wait for the end of quiet hours. */
  urgent?: boolean
  /** What its reader speaks, as far as we know; what they chose for their account goes before it. Null where somebody else is the cause: then it is what they last spoke here. */
  language?: Language | null
}

/** Puts a mail into the outbox: it is sent if and only if the transaction commits, and once. */
export async function queueMail<Kind extends MailKind>(queue: Queue, trx: Trx, { kind, profileId, address, details, event, urgent, language }: Mail<Kind>): Promise<void> {
  // Of news, somebody else is the cause; anything else was asked for by its reader, who is spoken to right now and waits for it.
  const isNews = kind === 'digest' || (event !== undefined && event !== 'security')
  const spoken = (language === undefined && !isNews ? heardLanguage() : language) ?? null
  const { id } = await trx.insertInto('mails')
    .values({ kind, profile_id: profileId ?? null, address, event: event ?? null, language: spoken, details: JSON.stringify({ ...details, ...(urgent === true && { urgent }) }) })
    .returning('id').executeTakeFirstOrThrow()
  await queue.enqueue(trx, 'send-mail', { mailId: id }, { first: !isNews })
}

const oftenFailed = 5

export interface StuckMails { count: number; lastError: string }

/** The mails that failed often and still wait, with what the mail server said last; undefined when there are none. */
export async function stuckMails(db: Db): Promise<StuckMails | undefined> {
  const stuck = await db.selectFrom('mails').where('sent_at', 'is', null).where('refused_at', 'is', null).where('tries', '>=', oftenFailed)
    .select(it => [it.fn.countAll<number>().over().as('count'), 'last_error as lastError'])
    .orderBy('created_at', 'desc').limit(1).executeTakeFirst()
  return stuck && { count: stuck.count, lastError: stuck.lastError ?? '' }
}

/** Forgets mails that went out, or were refused, long ago. */
export async function sweepMails(db: Db): Promise<void> {
  await db.deleteFrom('mails').where(it => it.fn.coalesce('sent_at', 'refused_at'), '<', sql<Date>`now() - interval '90 days'`).execute()
}
