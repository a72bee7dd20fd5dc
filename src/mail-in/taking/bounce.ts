import type { Db } from '../../db/connect.ts'
import { markRefused } from '../../notifications/index.ts'
import type { Needs } from '../needs.ts'
import type { Read } from '../reading/index.ts'
import { ourMail, ourTicket } from '../rules.ts'

/** A mail of ours did not reach somebody, for good: their address is marked. */
export async function noteBounce({ connection: { db }, config }: Needs, { report }: Read): Promise<void> {
  const host = new URL(config.baseUrl).hostname
  for (const named of report?.about ?? []) {
    const to = await receiverOf(db, ourMail(named, host), ourTicket(named, host))
    if (to?.id != null) await markRefused(db, to.id, to.address, report?.words ?? '')
  }
}

async function receiverOf(db: Db, mailId: string | undefined, ticketId: string | undefined): Promise<{ id: string | null; address: string } | undefined> {
  if (mailId !== undefined) return db.selectFrom('mails').select(['profile_id as id', 'address']).where('id', '=', mailId).executeTakeFirst()
  if (ticketId === undefined) return undefined
  return db.selectFrom('tickets').innerJoin('profiles', 'profiles.id', 'customer_id').select(['profiles.id', 'email as address']).where('tickets.id', '=', ticketId).executeTakeFirst()
}
