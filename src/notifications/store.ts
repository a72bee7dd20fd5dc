import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { NotificationEvent } from '../db/schema.ts'
import type { Told } from './sentences.ts'

export interface Notification extends Told { id: string; event: NotificationEvent; at: Date; unread: boolean }
export interface Page { items: Notification[]; next: string | undefined }

export const pageSize = 25
const daysKept = 180

/** A person's notifications, unread ones first and the latest before others, from that place on. One asks for one more than it shows. */
export async function listNotifications(db: Db, profileId: string, after: Cursor | undefined): Promise<Page> {
  const rows = await own(db, profileId)
    .$if(after !== undefined, query => query.where(sql<boolean>`((read_at is null), notifications.created_at, notifications.id) < (${after?.unread ?? true}, ${new Date(after?.at ?? 0)}, ${after?.id ?? ''}::uuid)`))
    .orderBy(sql`(read_at is null)`, 'desc').orderBy('notifications.created_at', 'desc').orderBy('notifications.id', 'desc')
    .limit(pageSize + 1).execute()
  const items = rows.slice(0, pageSize)
  const last = items.at(-1)
  return { items, next: rows.length > pageSize && last !== undefined ? cursorOf(last) : undefined }
}

/** The latest that a feed reader may see: what concerns the account's security is for its owner's eyes only. */
export async function listForFeed(db: Db, profileId: string, atMost: number): Promise<Notification[]> {
  return own(db, profileId).where('event', '<>', 'security').orderBy('notifications.created_at', 'desc').orderBy('notifications.id', 'desc').limit(atMost).execute()
}

function own(db: Db, profileId: string) {
  return db.selectFrom('notifications').leftJoin('tickets', 'tickets.id', 'ticket_id').where('profile_id', '=', profileId)
    .select(['notifications.id', 'event', 'kind', 'details', 'reference', 'notifications.created_at as at', sql<boolean>`read_at is null`.as('unread')])
}

export interface Cursor { unread: boolean; at: number; id: string }

const cursorOf = ({ unread, at, id }: Notification): string => `${unread ? 1 : 0}.${at.getTime()}.${id}`

/** Where a page begins, as its address says it; undefined for anything else, which is the first page. */
export function readCursor(text: unknown): Cursor | undefined {
  const [, unread, at, id] = /^([01])\.(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(String(text)) ?? []
  return id === undefined ? undefined : { unread: unread === '1', at: Number(at), id }
}

const unreadOf = (db: Db, profileId: string) => db.updateTable('notifications').set({ read_at: sql<Date>`now()` }).where('profile_id', '=', profileId).where('read_at', 'is', null)

export async function markOneRead(db: Db, profileId: string, id: string): Promise<void> {
  await unreadOf(db, profileId).where('id', '=', id).execute()
}

/** All that there was when the list was shown; what came later has not been seen. */
export async function markAllRead(db: Db, profileId: string, until: Date): Promise<void> {
  await unreadOf(db, profileId).where('created_at', '<=', until).execute()
}

/** Somebody saw the ticket as it was in that version: so they know what they were told of it. */
export async function markTicketRead(db: Db, profileId: string, { id, version }: { id: string; version: number }): Promise<void> {
  await unreadOf(db, profileId).where('ticket_id', '=', id)
    .where(it => it.exists(it.selectFrom('tickets').select('tickets.id').where('tickets.id', '=', id).where('version', '=', version))).execute()
}

/** Forgets what was told half a year ago. */
export async function sweepNotifications(db: Db): Promise<void> {
  await db.deleteFrom('notifications').where('created_at', '<', sql<Date>`now() - make_interval(days => ${daysKept})`).execute()
}
