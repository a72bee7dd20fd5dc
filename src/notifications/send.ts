import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { Queue } from '../jobs/queue.ts'
import { markSent, type Sent } from './mark.ts'
import { addressee, type Site } from './addressee.ts'
import { markRefused, reasonOf, refusalOf } from './refusals.ts'
import type { Transport } from './transport.ts'

/** All that it takes to send what is in the outbox. */
export interface Post extends Site {
  db: Db
  queue: Queue
  transport: Transport
  /** Aborted when the program stops: what has not begun waits for the next start. */
  ending: AbortSignal
}

type Waiting = Awaited<ReturnType<typeof load>>[number]

/** As many lines to the mail server as the transport holds. */
const lanes = 5
/** Milliseconds from the beginning of a mail to that of the next: some 215 a second from a process are enough, and pages are answered in between. */
const pace = 4.3
/** Then the rest of a batch is given back: the queue would soon take it for lost and hand it to somebody else. */
const batchMilliseconds = 45_000

/**
 * Sends mails of the outbox and marks them sent; for each, what went wrong, so that the queue tries it again.
 * Only a crash between the server's yes and our mark can double a mail; its Message-ID is then the same.
 */
export async function sendMails(post: Post, ids: string[]): Promise<(Error | undefined)[]> {
  const mails = (await load(post.db, ids)).values()
  const failures = new Map<string, Error>()
  const marks: Promise<void>[] = []
  const mark = markSent(post.db)
  const end = performance.now() + batchMilliseconds
  const turn = turns(pace)
  const work = async () => {
    for (const mail of mails) {
      await turn()
      const outcome = post.ending.aborted || performance.now() > end ? new Error('given back') : await sendOne(post, mail)
      if (outcome instanceof Error) failures.set(mail.id, outcome)
      else if (outcome !== undefined) marks.push(mark(outcome).catch((error: unknown) => void failures.set(mail.id, new Error(reasonOf(error)))))
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  await Promise.all(marks)
  return ids.map(id => failures.get(id))
}

/** Lets one after the other go on, each so many milliseconds after the one before. */
function turns(milliseconds: number): () => Promise<void> {
  let next = performance.now()
  return async () => {
    const now = performance.now()
    next = Math.max(next + milliseconds, now)
    if (next > now) await sleep(next - now)
  }
}

/** What to mark as sent, what went wrong, or undefined where the mail waits or will never go. */
async function sendOne(post: Post, mail: Waiting): Promise<Sent | Error | undefined> {
  const reader = addressee(post, mail)
  if (reader.waitsUntil !== undefined) return postpone(post, mail, reader.waitsUntil)
  try {
    await post.transport.send(reader.mail())
    return { id: mail.id, profileId: mail.mail_refused_at === null ? undefined : mail.profile_id ?? undefined }
  } catch (error) {
    return fail(post.db, mail, error)
  }
}

/** Quiet hours have begun since it was queued, or last tried. */
async function postpone({ db, queue }: Post, { id }: Waiting, due: Date): Promise<undefined> {
  await db.transaction().execute(async trx => {
    await trx.updateTable('mails').set({ due_at: due }).where('id', '=', id).execute()
    await queue.enqueue(trx, 'send-mail', { mailId: id }, { after: due })
  })
}

async function fail(db: Db, { id, tries, profile_id, address }: Waiting, error: unknown): Promise<Error | undefined> {
  const refusal = refusalOf(error)
  await db.updateTable('mails').where('id', '=', id)
    .set({ tries: tries + 1, last_error: refusal ?? reasonOf(error), ...(refusal !== undefined && { refused_at: sql<Date>`now()`, details: '{}' }) }).execute()
  if (refusal === undefined) return error instanceof Error ? error : new Error(String(error))
  if (profile_id !== null) await markRefused(db, profile_id, address, refusal)
  return undefined
}

async function load(db: Db, ids: string[]) {
  return db.selectFrom('mails').leftJoin('profiles', 'profiles.id', 'mails.profile_id').leftJoin('customer_preferences', 'customer_id', 'profiles.id')
    .select(['mails.id', 'mails.profile_id', 'address', 'kind', 'details', 'tries', sql<string | null>`coalesce(mails.language, profiles.spoken)`.as('language'), 'event'])
    .select(['ui_preferences', 'communication_preferences', 'mail_refused_at', 'address_as', 'reply_addresses_renewed'])
    .where('mails.id', '=', sql<string>`any(${ids}::uuid[])`).where('sent_at', 'is', null).where('refused_at', 'is', null).execute()
}
