import { pipe, regex } from 'valibot'
import { publications, visibilities } from '../../../help/index.ts'
import { choice, field, formChecker, line, lines, text, trimmed, type FormOf } from '../../../web/forms.ts'
import { markdownLimit } from '../../../web/markdown/index.ts'

export const checkQuestion = formChecker({
  question: field(line(200), { missing: 'desk-questions.question-missing', wrong: 'desk-questions.question-wrong' }),
  answer: field(lines(markdownLimit), { missing: 'desk-questions.answer-missing', wrong: 'desk-questions.answer-too-long' }),
  category: field(text(40), { wrong: 'desk-questions.category-missing' }),
  slug: field(text(80), { wrong: 'desk-help.slug-too-long' }),
  status: field(choice(publications), { wrong: 'desk-questions.status-missing' }),
  visibility: field(choice(visibilities), { wrong: 'desk-questions.visibility-missing' }),
  language: field(pipe(trimmed, regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)), { wrong: 'desk-questions.language-wrong' }),
})

export type QuestionForm = FormOf<typeof checkQuestion>
