import { pipe, regex } from 'valibot'
import { visibilities } from '../../../help/index.ts'
import { choice, field, formChecker, line, lines, text, trimmed, type FormOf } from '../../../web/forms.ts'
import { articleLimit } from '../../../web/markdown/index.ts'

export const checkArticle = formChecker({
  title: field(line(200), { missing: 'desk-help.title-missing', wrong: 'desk-help.title-wrong' }),
  slug: field(text(80), { wrong: 'desk-help.slug-too-long' }),
  summary: field(line(300), { wrong: 'desk-help.summary-wrong' }),
  category: field(text(40), { wrong: 'desk-help.parent-missing' }),
  language: field(pipe(text(20), regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/)), { wrong: 'desk-help.language-missing' }),
  visibility: field(choice(visibilities), { wrong: 'desk-help.visibility-missing' }),
  content: field(lines(articleLimit), { wrong: 'desk-help.content-too-long' }),
  note: field(line(300), { wrong: 'desk-help.note-wrong' }),
  reviewed: field(pipe(trimmed, regex(/^(?:[12]\d{3}-\d{2}-\d{2})?$/)), { wrong: 'desk-help.reviewed-wrong' }),
  publish: field(text(20), { wrong: 'desk-help.publish-wrong' }),
})

export type ArticleForm = FormOf<typeof checkArticle>
export type ArticleValues = Record<keyof ArticleForm, string>
