import type { SafeHtml } from '../web/markdown/index.ts'
import type { VoteView } from './actions/reasons.ts'
import type { Answer, Order } from './store/answers.ts'

/** A question on the page. */
export interface AnswerView extends Answer {
  open: boolean
  address: string
  /** Drafts and archived ones take no votes. */
  vote: VoteView | undefined
}

export interface QuestionsView {
  groups: { slug: string | null; name: string | null; answers: AnswerView[] }[]
  /** A draft or an archived one, that staff opened by its address. */
  unlisted: AnswerView | undefined
  order: Order
  page: number
  previous: string | undefined
  next: string | undefined
  canonical: string
  data: SafeHtml | undefined
}

/** One that many ask. */
export interface TopQuestion { address: string; question: string; language: string }

declare module '../web/views.ts' {
  interface Views {
    'help/questions': QuestionsView
    'help/_question': { answer: AnswerView }
    /** `summed`: the page has said above what is wrong. */
    'help/_vote': { vote: VoteView; summed?: true }
    'help/_reasons': { name: string; reasons: VoteView['reasons']; selected: string | undefined; error: string | undefined }
    'help/vote': { vote: VoteView; title: string; back: string }
    'help/_top-questions': { questions: TopQuestion[] }
  }
}
