import { ways, type NotificationPreferences } from '../../preferences/index.ts'
import { choice, field, formChecker, type FormOf } from '../../web/forms.ts'

const way = field(choice(ways), { wrong: 'notify.choose' })
const own = { reply: way, status: way, resolved: way, closing: way, participant: way }

const checkOwn = formChecker(own)
const checkStaff = formChecker({ ...own, assigned: way })
export type NotificationsForm = FormOf<typeof checkOwn> & Partial<FormOf<typeof checkStaff>>

/** What agents are told of besides is asked of agents only. */
export const checkNotifications = (form: URLSearchParams | undefined, staff: boolean) => staff ? checkStaff(form) : checkOwn(form)

export const askedEvents = (staff: boolean): (keyof NotificationsForm)[] => ['reply', 'status', 'resolved', 'closing', 'participant', ...(staff ? ['assigned'] as const : [])]

/** What a form says, with all that it does not ask. */
export const preferencesOf = (form: NotificationsForm, before: NotificationPreferences): NotificationPreferences => ({ ...before, ...form, security: 'now' })
