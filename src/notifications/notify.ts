import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import type { NotificationEvent } from '../db/schema.ts'
import type { Queue } from '../jobs/queue.ts'
import { readCommunication, readNotification } from '../preferences/index.ts'
import { publishTold } from '../web/live.ts'
import type { Letters } from './letters.ts'
import { queueMail, type Mail } from './outbox.ts'
import { wayOf } from './rules.ts'

/** Something that a person may be told of: which kind of thing it is, and the letter that tells it. */
export interface Notice<Kind extends keyof Letters = keyof Letters> {
  profileId: string
  event: NotificationEvent
  kind: Kind
  /** What the letter needs but the name, which is that of the person. */
  details: Omit<Letters[Kind], 'name'>
  ticketId?: string
  /** Names the one thing that happened: the same person is told of it once. */
  cause?: string
  /** Its mail does not wait for the end of quiet hours. */
  urgent?: boolean
}

/** Tells a person in the way they chose, if and only if the transaction commits. */
export async function notify<Kind extends keyof Letters>(queue: Queue, trx: Trx, notice: Notice<Kind>): Promise<void> {
  if (await tell(queue, trx, notice)) await publishTold(trx, [notice.profileId])
}

/** The same without a word to open pages, for who has one to say anyway. False where there is nothing new for that person. */
export async function tell<Kind extends keyof Letters>(queue: Queue, trx: Trx, { profileId, event, kind, details, ticketId, cause, urgent = false }: Notice<Kind>): Promise<boolean> {
  const { address, name, following, notification, communication } = await findReader(trx, profileId, ticketId)
  const way = wayOf({ event, ways: readNotification(notification), channel: readCommunication(communication).channel, following })
  if (way === 'off') return false
  // What somebody wrote is read on the ticket, or in the mail: a notification only says that they did.
  const kept = await trx.insertInto('notifications')
    .values({ profile_id: profileId, ticket_id: ticketId ?? null, event, kind, details: JSON.stringify({ ...details, text: undefined }), way, cause: cause ?? sql<string>`uuid_generate_v4()::text` })
    .onConflict(conflict => conflict.columns(['profile_id', 'cause']).doNothing()).returning('id').executeTakeFirst()
  if (kept === undefined) return false
  if (way === 'now') await queueMail(queue, trx, { kind, profileId, address, event, urgent, details: { name, ...details } } as unknown as Mail)
  return true
}

async function findReader(trx: Trx, profileId: string, ticketId: string | undefined) {
  return trx.selectFrom('profiles').where('profiles.id', '=', profileId)
    .leftJoin('customer_preferences', 'customer_id', 'profiles.id')
    .leftJoin('ticket_reads', join => join.onRef('profile_id', '=', 'profiles.id').on('ticket_id', '=', ticketId ?? null))
    .select(['email as address', 'full_name as name', 'following', 'notification_preferences as notification', 'communication_preferences as communication'])
    .executeTakeFirstOrThrow()
}
