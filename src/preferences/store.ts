import { sql } from 'kysely'
import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../db/connect.ts'
import { readCommunication, type CommunicationPreferences } from './communication.ts'
import { readNotification, type NotificationPreferences } from './notification.ts'
import { readUi, type UiPreferences } from './ui.ts'

export interface Preferences { ui: UiPreferences; communication: CommunicationPreferences; notification: NotificationPreferences }

const readers = { ui: readUi, communication: readCommunication, notification: readNotification }

/** All that a person chose, and the defaults for the rest. */
export async function readPreferences(db: Db, personId: string): Promise<Preferences> {
  const row = await db.selectFrom('customer_preferences').where('customer_id', '=', personId)
    .select(['ui_preferences', 'communication_preferences', 'notification_preferences']).executeTakeFirst()
  return { ui: readUi(row?.ui_preferences), communication: readCommunication(row?.communication_preferences), notification: readNotification(row?.notification_preferences) }
}

/** Keeps one kind of preferences, whole. Throws where they would be read otherwise than they are written: forms are checked before. */
export async function savePreferences<Kind extends keyof Preferences>(db: Db, personId: string, kind: Kind, wanted: Preferences[Kind]): Promise<void> {
  if (!isDeepStrictEqual(readers[kind](wanted), wanted)) throw new Error(`These are no ${kind} preferences.`)
  await db.updateTable('customer_preferences').where('customer_id', '=', personId)
    .set({ [`${kind}_preferences`]: JSON.stringify(wanted), updated_at: sql`now()` }).execute()
}
