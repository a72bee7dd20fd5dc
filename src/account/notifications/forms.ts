import { Type, type Static } from 'typebox'
import { ways, type NotificationPreferences } from '../../preferences/index.ts'
import { formChecker } from '../../web/forms.ts'

const way = Type.Enum([...ways], { wrong: 'notify.choose' })

const NotificationsForm = Type.Object({ reply: way, status: way, resolved: way, closing: way, participant: way })
const StaffForm = Type.Object({ ...NotificationsForm.properties, assigned: way })
export type NotificationsForm = Static<typeof NotificationsForm> & Partial<Static<typeof StaffForm>>

const checkOwn = formChecker(NotificationsForm)
const checkStaff = formChecker(StaffForm)

/** What agents are told of besides is asked of agents only. */
export const checkNotifications = (form: URLSearchParams | undefined, staff: boolean) => staff ? checkStaff(form) : checkOwn(form)

export const askedEvents = (staff: boolean): (keyof NotificationsForm)[] => ['reply', 'status', 'resolved', 'closing', 'participant', ...(staff ? ['assigned'] as const : [])]

/** What a form says, with all that it does not ask. */
export const preferencesOf = (form: NotificationsForm, before: NotificationPreferences): NotificationPreferences => ({ ...before, ...form, security: 'now' })
