import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import type { NotificationEvent, Way } from '../db/schema.ts'
import { recordActivity } from '../activity/index.ts'
import { notificationEvents, readNotification, savePreferences, type NotificationPreferences } from '../preferences/index.ts'
import type { Stoppable, Unsubscription } from './unsubscribe-token.ts'

type Ways = Partial<Record<NotificationEvent, Way>>
const byMail = new Set<Way>(['now', 'daily', 'weekly'])

export interface Stopped { on: boolean; undoable: boolean; muted: boolean | undefined }

/** How things stand with what a link in a mail may switch off; undefined where the account is gone. */
export async function findStopped(db: Db, { profileId, what, ticketId }: Unsubscription): Promise<Stopped | undefined> {
  const row = await db.selectFrom('customer_preferences').where('customer_id', '=', profileId)
    .select(['notification_preferences as ways',
      it => it.exists(it.selectFrom('unsubscriptions').select('what').where('profile_id', '=', profileId).where('what', '=', what)).as('undoable'),
      it => it.selectFrom('ticket_reads').select('following').where('profile_id', '=', profileId).where('ticket_id', '=', ticketId ?? null).as('following')])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const on = Object.keys(stoppedBy(what, readNotification(row.ways))).length > 0
  return { on, undoable: !on && Boolean(row.undoable), muted: ticketId === undefined ? undefined : row.following === 'mute' }
}

/** No more such mails: what they told of waits on the portal. Done twice, it does no more than once. */
export async function stop(db: Db, { profileId, what, ticketId }: Unsubscription): Promise<void> {
  await changeWays(db, profileId, async (trx, ways) => {
    if (ticketId !== undefined) await trx.updateTable('ticket_reads').set({ following: null }).where('profile_id', '=', profileId).where('ticket_id', '=', ticketId).where('following', '=', 'follow').execute()
    const before = stoppedBy(what, ways)
    if (Object.keys(before).length === 0) return {}
    await trx.insertInto('unsubscriptions').values({ profile_id: profileId, what, before: JSON.stringify(before) })
      .onConflict(conflict => conflict.columns(['profile_id', 'what']).doUpdateSet({ before: sql`unsubscriptions.before || excluded.before` })).execute()
    return Object.fromEntries(Object.keys(before).map(event => [event, 'portal']))
  })
}

/** The mails come as before, but for what was chosen anew meanwhile. */
export async function undo(db: Db, { profileId, what }: Unsubscription): Promise<void> {
  await changeWays(db, profileId, async (trx, ways) => {
    const row = await trx.deleteFrom('unsubscriptions').where('profile_id', '=', profileId).where('what', '=', what).returning('before').executeTakeFirst()
    return Object.fromEntries(Object.entries(row?.before ?? {}).filter(([event]) => ways[event as NotificationEvent] === 'portal'))
  })
}

/** What a link of that kind switches off: an event that is told by mail, or all that comes in a digest. */
function stoppedBy(what: Stoppable, ways: NotificationPreferences): Ways {
  const events = notificationEvents.filter(event => event !== 'security' && (what === 'daily' || what === 'weekly' ? ways[event] === what : event === what && byMail.has(ways[event])))
  return Object.fromEntries(events.map(event => [event, ways[event]]))
}

async function changeWays(db: Db, profileId: string, act: (trx: Trx, ways: NotificationPreferences) => Promise<Ways>): Promise<void> {
  await db.transaction().execute(async trx => {
    const row = await trx.selectFrom('customer_preferences').select('notification_preferences').where('customer_id', '=', profileId).forUpdate().executeTakeFirst()
    if (row === undefined) return
    const ways = readNotification(row.notification_preferences)
    const changes = await act(trx, ways)
    if (Object.keys(changes).length === 0) return
    await savePreferences(trx, profileId, 'notification', { ...ways, ...changes } as NotificationPreferences)
    await recordActivity(trx, { id: profileId }, 'account:notifications')
  })
}
