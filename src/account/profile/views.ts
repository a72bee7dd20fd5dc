import type { FormView } from '../../web/forms.ts'
import type { PendingChange } from './email/store.ts'
import type { EmailForm, ProfileForm } from './forms.ts'

declare module '../../web/views.ts' {
  interface Views {
    'account/profile': {
      form: FormView<ProfileForm & { picture: string }>
      /** Where the picture is, if there is one. */
      picture: string | undefined
      /** The address that waits to be confirmed. */
      pending: string | undefined
      refusal: { at: Date; words: string } | undefined
      megabytes: number
    }
    'account/profile-email': { form: FormView<EmailForm>; pending: PendingChange | undefined }
    'account/profile-email-link': {
      /** What the link does; undefined where it does nothing any more, 'taken' where another account has the address. */
      state: 'confirm' | 'undo' | 'taken' | undefined
      email: string
      token: string
    }
  }
}
