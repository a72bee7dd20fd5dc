import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import type { Queue } from '../../jobs/queue.ts'
import type { Reason } from '../rules.ts'
import type { Incoming } from '../store.ts'
import { deliverAs } from '../guests/store.ts'

export const shows = ['kept', 'unconfirmed', 'ignored'] as const
export type Show = (typeof shows)[number]

export type MailLine = Pick<Incoming, 'id' | 'from_address' | 'subject' | 'received_at'> & { reason: Reason }
export type KeptMail = Omit<Incoming, 'reason'> & { reason: Reason; reference: number | null }

export const linesAtMost = 25

/** Mails in that state, the newest first, older than the one named. One more than are shown, where there are more. */
export async function listMails(db: Db, show: Show, after: string): Promise<MailLine[]> {
  return db.selectFrom('incoming_mails').select(['id', 'from_address', 'subject', 'received_at']).select(sql<Reason>`reason`.as('reason')).where('state', '=', show)
    .$if(after !== '', query => query.where(sql<boolean>`(received_at, id) < (select received_at, id from incoming_mails where id = ${after}::uuid)`))
    .orderBy('received_at', 'desc').orderBy('id', 'desc').limit(linesAtMost + 1).execute()
}

export async function findMail(db: Db, id: string): Promise<KeptMail | undefined> {
  return db.selectFrom('incoming_mails').leftJoin('tickets', 'tickets.id', 'ticket_id')
    .selectAll('incoming_mails').select(['reference', sql<Reason>`reason`.as('reason')])
    .where('incoming_mails.id', '=', id).executeTakeFirst()
}

/** Has it acted on once more. Staff vouch for its sender, where it names one. False where there is nothing more to do. */
export async function deliverAgain(trx: Trx, queue: Queue, id: string): Promise<boolean> {
  const mail = await held(trx, id)
  if (mail === undefined) return false
  if (mail.from_address !== '' && isVouchedFor(mail)) await deliverAs(trx, queue, [id], { address: mail.from_address, name: mail.from_name })
  else {
    await trx.updateTable('incoming_mails').set({ state: 'waiting', tries: 0 }).where('id', '=', id).execute()
    await queue.enqueue(trx, 'take-mail', { mailId: id })
  }
  return true
}

/** Whether it was kept for what it is, and not for what went wrong with it. */
export const isVouchedFor = ({ reason, from_address }: Pick<Incoming, 'reason' | 'from_address'>): boolean =>
  from_address !== '' && !['unreadable', 'broken', 'too-large', 'empty', 'own'].includes(reason)

export async function throwAway(trx: Trx, id: string): Promise<boolean> {
  if (await held(trx, id) === undefined) return false
  await trx.updateTable('incoming_mails').set({ state: 'thrown away', settled_at: sql`now()` }).where('id', '=', id).execute()
  return true
}

function held(trx: Trx, id: string): Promise<Incoming | undefined> {
  return trx.selectFrom('incoming_mails').selectAll().where('id', '=', id).where('state', 'in', [...shows]).forUpdate().executeTakeFirst()
}
