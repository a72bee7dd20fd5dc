import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import type { Queue } from '../../jobs/queue.ts'
import { hashToken } from '../../sign-in/index.ts'
import type { Incoming } from '../store.ts'

/** A mail as its sender is shown it. */
export type Unconfirmed = Pick<Incoming, 'id' | 'subject' | 'text' | 'received_at' | 'from_address' | 'from_name'>

const shown = ['id', 'subject', 'text', 'received_at', 'from_address', 'from_name'] as const
const atMost = 20

/** The mails that wait for the word of the person whose mailbox this link came to: looking uses nothing up. */
export async function findUnconfirmed(db: Db, token: string): Promise<Unconfirmed[]> {
  const named = db.selectFrom('mail_confirmations').innerJoin('incoming_mails as named', 'named.id', 'mail_id')
    .where('token_hash', '=', hashToken(token)).where(sql<boolean>`expires_at > now()`).select(it => it.fn<string>('lower', ['named.from_address']).as('address'))
  return db.selectFrom('incoming_mails').select(shown)
    .where(it => it.fn<string>('lower', ['from_address']), '=', named)
    .where(it => it.or([it('state', '=', 'unconfirmed'), it.and([it('state', '=', 'kept'), it('reason', '=', 'unproven')])]))
    .orderBy('received_at', 'desc').limit(atMost).execute()
}

/** Uses the link up. False where it was used before, or works no more. */
export async function spendConfirmation(trx: Trx, token: string): Promise<boolean> {
  const spent = await trx.deleteFrom('mail_confirmations').where('token_hash', '=', hashToken(token)).where(sql<boolean>`expires_at > now()`).returning('mail_id').executeTakeFirst()
  return spent !== undefined
}

/** Sends mails on as those of the person with this address, who gets an account if they have none. */
export async function deliverAs(trx: Trx, queue: Queue, ids: string[], { address, name }: { address: string; name: string }): Promise<void> {
  const writer_id = await accountOf(trx, address, name)
  const sent = await trx.updateTable('incoming_mails').set({ state: 'waiting', reason: '', writer_id, settled_at: null })
    .where('id', 'in', ids).where('state', 'in', ['unconfirmed', 'kept', 'ignored']).returning('id').execute()
  for (const { id } of sent) await queue.enqueue(trx, 'take-mail', { mailId: id })
}

/** An account without a password: the link for a forgotten one makes the first. */
async function accountOf(trx: Trx, email: string, name: string): Promise<string> {
  const [local = email] = email.split('@')
  await trx.insertInto('profiles').values({ email, full_name: name === '' ? local : name }).onConflict(conflict => conflict.doNothing()).execute()
  const { id } = await trx.selectFrom('profiles').select('id').where(it => it.fn<string>('lower', ['email']), '=', it => it.fn<string>('lower', [it.val(email)])).executeTakeFirstOrThrow()
  return id
}
