import { sql } from 'kysely'
import { Compile } from 'typebox/compile'
import type { Db } from '../db/connect.ts'
import { CommunicationPreferences, readCommunication } from './communication.ts'
import { NotificationPreferences, readNotification } from './notification.ts'
import { readUi, UiPreferences } from './ui.ts'

export interface Preferences { ui: UiPreferences; communication: CommunicationPreferences; notification: NotificationPreferences }

const schemas = { ui: Compile(UiPreferences), communication: Compile(CommunicationPreferences), notification: Compile(NotificationPreferences) }

/** All that a person chose, and the defaults for the rest. */
export async function readPreferences(db: Db, personId: string): Promise<Preferences> {
  const row = await db.selectFrom('customer_preferences').where('customer_id', '=', personId)
    .select(['ui_preferences', 'communication_preferences', 'notification_preferences']).executeTakeFirst()
  return { ui: readUi(row?.ui_preferences), communication: readCommunication(row?.communication_preferences), notification: readNotification(row?.notification_preferences) }
}

/** Keeps one kind of preferences, whole. Throws where they do not fit their schema: forms are checked before. */
export async function savePreferences<Kind extends keyof Preferences>(db: Db, personId: string, kind: Kind, wanted: Preferences[Kind]): Promise<void> {
  if (!schemas[kind].Check(wanted)) throw new Error(`These are no ${kind} preferences.`)
  await db.updateTable('customer_preferences').where('customer_id', '=', personId)
    .set({ [`${kind}_preferences`]: JSON.stringify(wanted), updated_at: sql`now()` }).execute()
}
