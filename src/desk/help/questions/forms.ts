import { Type, type Static } from 'typebox'
import { publications, visibilities } from '../../../help/index.ts'
import { formChecker } from '../../../web/forms.ts'
import { markdownLimit } from '../../../web/markdown/index.ts'

/** On one line, and nothing that nobody sees. */
const visible = '^(?:\\t|[^\\p{Cc}\\u2028\\u2029])*$'

const QuestionForm = Type.Object({
  question: Type.String({ minLength: 1, maxLength: 200, pattern: visible, missing: 'desk-questions.question-missing', wrong: 'desk-questions.question-wrong' }),
  answer: Type.String({ minLength: 1, maxLength: markdownLimit, lines: true, missing: 'desk-questions.answer-missing', wrong: 'desk-questions.answer-too-long' }),
  category: Type.String({ maxLength: 40, wrong: 'desk-questions.category-missing' }),
  slug: Type.String({ maxLength: 80, wrong: 'desk-help.slug-too-long' }),
  status: Type.Enum([...publications], { wrong: 'desk-questions.status-missing' }),
  visibility: Type.Enum([...visibilities], { wrong: 'desk-questions.visibility-missing' }),
  language: Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$', wrong: 'desk-questions.language-wrong' }),
})

export type QuestionForm = Static<typeof QuestionForm>

export const checkQuestion = formChecker(QuestionForm)
