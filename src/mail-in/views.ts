import type { KeptMail, MailLine, Show } from './desk/store.ts'
import type { Unconfirmed } from './guests/store.ts'

declare module '../web/views.ts' {
  interface Views {
    'mail-in/confirm': { token: string; mails: Unconfirmed[]; address: string; error: string | undefined }
    'mail-in/thanks': object
    'mail-in/list': { show: Show; shows: readonly Show[]; lines: MailLine[]; next: string | undefined }
    /** `open`: there is something to do with it; `vouched`: to deliver it is to say who wrote it. */
    'mail-in/mail': { mail: KeptMail; open: boolean; vouched: boolean }
  }
}
