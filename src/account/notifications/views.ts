import type { FormView } from '../../web/forms.ts'
import type { Select } from '../../web/views.ts'
import type { NotificationsForm } from './forms.ts'

export interface NotificationSettings {
  form: Pick<FormView<NotificationsForm>, 'errors'>
  lists: Select[]
  /** The address of the private feed, if there is one. */
  feed: string | undefined
  /** They want no mail at all, so nothing of this comes by mail. */
  portalOnly: boolean
}

declare module '../../web/views.ts' {
  interface Views {
    'account/notifications': NotificationSettings
  }
}
