import type { Score } from '../../../help/index.ts'
import type { FormView } from '../../../web/forms.ts'
import type { SafeHtml } from '../../../web/markdown/index.ts'
import type { Select } from '../../../web/views.ts'
import type { QuestionForm } from './forms.ts'
import type { Question, QuestionLine } from './store.ts'

export interface QuestionFormView {
  /** Undefined for one to be written. */
  question: Question | undefined
  /** Where it is read. */
  address: string
  form: FormView<QuestionForm>
  version: number
  /** `now` travels along: what the editor did not touch is not turned back when somebody else was faster. */
  now: QuestionForm | undefined
  conflict: string | undefined
  preview: SafeHtml | undefined
  selects: Select[]
  score: Score | undefined
}

export interface QuestionListView {
  groups: { id: string | null; name: string | null; questions: QuestionLine[] }[]
  page: number
  previous: string | undefined
  next: string | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'desk/help/questions': QuestionListView
    'desk/help/_question-list': QuestionListView
    'desk/help/question': QuestionFormView
    'desk/help/_question-form': QuestionFormView
    'desk/help/_score': { score: Score }
    'desk/help/_pages': { previous: string | undefined; next: string | undefined }
  }
}
