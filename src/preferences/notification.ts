import { fallback, literal, object, picklist, type InferOutput } from 'valibot'
import type { NotificationEvent, Way } from '../db/schema.ts'
import { filler } from './filled.ts'

export const notificationEvents = ['reply', 'status', 'resolved', 'closing', 'participant', 'assigned', 'security'] as const satisfies NotificationEvent[]
export const ways = ['now', 'daily', 'weekly', 'portal', 'off'] as const satisfies Way[]

const way = fallback(picklist(ways), 'now')

const NotificationPreferences = object({
  reply: way, status: way, resolved: way, closing: way, participant: way,
  /** What customers write on a ticket that an agent has: staff only, and they are at the desk anyway. */
  assigned: fallback(picklist(ways), 'portal'),
  security: fallback(literal('now'), 'now'),
})
/** Which event is told in which way: `customer_preferences.notification_preferences`. Notes on the account's security always come at once. */
export type NotificationPreferences = InferOutput<typeof NotificationPreferences>

export const readNotification = filler(NotificationPreferences)
