import type { Letter } from './letters.ts'
import type { MailRefusal } from './refusals.ts'
import type { Following } from '../db/schema.ts'
import type { Notification } from './store.ts'
import type { Stoppable } from './unsubscribe-token.ts'

export interface NotificationsView {
  items: (Notification & { sentence: string; address: string })[]
  /** When the list was made, in milliseconds: what came later is not marked read with it. */
  until: number
  /** Whether there is a page before this one. */
  first: boolean
  next: string | undefined
}

export interface UnsubscribeView {
  token: string
  what: Stoppable
  /** Whether such mails still come. */
  on: boolean
  /** Whether they were stopped here, so that it can be undone. */
  undoable: boolean
  /** Whether all about the ticket is silent; undefined where the mail was about none. */
  muted: boolean | undefined
}

declare module '../web/views.ts' {
  interface Views {
    'mail/letter.text': { letter: Letter }
    'mail/letter.html': { letter: Letter }
    'notifications/list': NotificationsView
    'notifications/_notifications': NotificationsView
    'notifications/_follow': { reference: number; following: Following | null }
    'notifications/unsubscribe': UnsubscribeView
    'account/_mail-refused': { refusal: MailRefusal | undefined }
    'layouts/_bell': object
  }
}
