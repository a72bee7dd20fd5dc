import { Type, type Static } from 'typebox'
import type { NotificationEvent, Way } from '../db/schema.ts'
import { filler } from './filled.ts'

export const notificationEvents = ['reply', 'status', 'resolved', 'closing', 'participant', 'assigned', 'security'] as const satisfies NotificationEvent[]
export const ways = ['now', 'daily', 'weekly', 'portal', 'off'] as const satisfies Way[]

const way = (usual: Way = 'now') => Type.Unsafe<Way>(Type.Union(ways.map(value => Type.Literal(value)), { default: usual }))

/** Which event is told in which way: `customer_preferences.notification_preferences`. Notes on the account's security always come at once. */
export const NotificationPreferences = Type.Object({
  reply: way(), status: way(), resolved: way(), closing: way(), participant: way(),
  /** What customers write on a ticket that an agent has: staff only, and they are at the desk anyway. */
  assigned: way('portal'),
  security: Type.Unsafe<'now'>(Type.Literal('now', { default: 'now' })),
})
export type NotificationPreferences = Static<typeof NotificationPreferences>

export const readNotification = filler(NotificationPreferences)
