import type { CommunicationPreferences, NotificationPreferences } from '../../src/preferences/index.ts'
import { mailsOf } from '../desk/desk.ts'
import type { Someone, World } from '../support/world.ts'

interface Wishes { notification?: Partial<NotificationPreferences>; communication?: Partial<CommunicationPreferences>; ui?: Record<string, string> }
/** As if somebody had chosen so, and nothing else. */
export const like = async ({ db }: World, { id }: Someone, { notification = {}, communication = {}, ui = {} }: Wishes) =>
  db.updateTable('customer_preferences').where('customer_id', '=', id)
    .set({ notification_preferences: JSON.stringify(notification), communication_preferences: JSON.stringify(communication), ui_preferences: JSON.stringify(ui) }).execute()

/** The mails in the outbox but the confirmations. */
export const news = async (w: World) => (await mailsOf(w)).filter(kind => kind !== 'ticket-opened')
