import type { Compose, Sharing } from '../../tickets/index.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { Field, Radios } from '../../web/views.ts'
import type { Hit } from '../search/index.ts'

/** What every page of the guide has. */
export interface GuidePage {
  /** Its id. Named so because partials see what their page holds: an `id` would become that of every field. */
  guide: string
  /** The page's question, which is its heading. */
  question: string
  step: string
  /** Which page of how many this is. */
  number: number
  total: number
  /** True where one goes back to the end afterwards. */
  changes: boolean
  errors: Record<string, string | undefined>
}

/** A box to tick. */
export interface Box { name: string; label: string; hint: string | undefined; ticked: boolean; error: string | undefined; heading: boolean }

/** One thing to fill in; the page's only one has the question as its label. */
export type Control = { as: 'radios'; radios: Radios } | { as: 'field'; field: Field } | { as: 'box'; box: Box }

export interface QuestionPage extends GuidePage { controls: Control[]; lead: string | undefined }
export interface AnswersPage extends GuidePage { hits: Hit[] }
export interface FilesPage extends GuidePage { compose: Compose; more: string }
export interface CheckPage extends GuidePage { rows: { question: string; answer: string; step: string }[]; words: { title: string; html: SafeHtml }; files: string[]; more: string; sharing: Sharing | undefined }

declare module '../../web/views.ts' {
  interface Views {
    'help/guide/start': { latest: { id: string; title: string; at: Date } | undefined; title: string; category: string }
    'help/guide/question': QuestionPage
    'help/guide/answers': AnswersPage
    'help/guide/files': FilesPage
    'help/guide/_guide-files': FilesPage
    'help/guide/check': CheckPage
    'help/guide/thanks': { id: string }
    'help/guide/_head': GuidePage
    'help/guide/_form-fields': GuidePage & { submission: string }
    'help/guide/_back': object
    'help/guide/_box': Box
    'help/guide/_review': { guide: string; question: string; step: string; answer?: string; /** Each on its own, in the place of the answer. */ lines?: string[]; html?: SafeHtml }
    'help/_suggestions': { hits: Pick<Hit, 'title' | 'address'>[]; shown: string }
  }
}
