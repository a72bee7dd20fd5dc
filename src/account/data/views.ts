import type { FormView } from '../../web/forms.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { Archive } from './archives.ts'

/** One thing on a page of the archive: what is missing is left out. */
export interface Item {
  title?: string
  at?: Date
  facts?: [label: string, value: string | number | Date | null][]
  /** As it was typed. */
  words?: string
  html?: SafeHtml
  links?: { label: string; address: string }[]
}
export interface Top { title: string; home: string | undefined }

/** Why somebody may not delete their account yet: tickets that nobody else would know of, or that no admin would be left. */
export type Hindrance = { tickets: number; lastAdmin: boolean } | undefined

declare module '../../web/views.ts' {
  interface Views {
    'account/data': { form: FormView<{ password: string }>; archive: Archive | undefined; leaving: Date | undefined; days: number }
    'account/data-deletion': { form: FormView<{ password: string }>; hindrance: Hindrance; leaving: Date | undefined; days: number }
    'export/top': Top
    'export/items': { items: Item[] }
    'export/bottom': { empty: boolean }
    'layouts/_leaving': { on: Date }
  }
}
