import type { FormView } from '../../web/forms.ts'
import type { Option, Select } from '../../web/views.ts'
import type { PreferencesForm } from './forms.ts'

/** What of the form belongs together. */
export interface Part { id: 'times' | 'look' | 'list'; title: string; text?: string; lists: Select[] }
export type Filled = FormView<PreferencesForm & { zone: string }>

export interface PreferencesView {
  form: Filled
  parts: Part[]
  /** What the words for a zone may mean, where that is more than one. */
  meant: Option[]
  /** The zone of the site, which is everybody's who chose none. */
  siteZone: string
}

declare module '../../web/views.ts' {
  interface Views {
    'account/preferences': PreferencesView
    'account/_time-zone': PreferencesView
  }
}
