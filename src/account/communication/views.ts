import type { MailRefusal } from '../../notifications/index.ts'
import type { FormView } from '../../web/forms.ts'
import type { Option } from '../../web/views.ts'
import type { CommunicationForm } from './forms.ts'

export interface CommunicationView {
  form: FormView<CommunicationForm>
  /** Times as they may be typed, written as this person reads them. */
  examples: { from: string; to: string }
  channels: Option[]
  formats: Option[]
  /** The zone by whose clocks quiet hours are counted. */
  timeZone: string
  refusal: MailRefusal | undefined
}

declare module '../../web/views.ts' {
  interface Views {
    'account/communication': CommunicationView
    'account/_tick': { name: string; label: string; hint?: string; ticked: boolean }
  }
}
