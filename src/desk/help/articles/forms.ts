import { Type, type Static } from 'typebox'
import { visibilities } from '../../../help/index.ts'
import { formChecker } from '../../../web/forms.ts'
import { articleLimit } from '../../../web/markdown/index.ts'

/** On one line, and nothing that nobody sees. */
const visible = '^(?:\\t|[^\\p{Cc}\\u2028\\u2029])*$'

const ArticleForm = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 200, pattern: visible, missing: 'desk-help.title-missing', wrong: 'desk-help.title-wrong' }),
  slug: Type.String({ maxLength: 80, wrong: 'desk-help.slug-too-long' }),
  summary: Type.String({ maxLength: 300, pattern: visible, wrong: 'desk-help.summary-wrong' }),
  category: Type.String({ maxLength: 40, wrong: 'desk-help.parent-missing' }),
  language: Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$', maxLength: 20, wrong: 'desk-help.language-missing' }),
  visibility: Type.Enum([...visibilities], { wrong: 'desk-help.visibility-missing' }),
  content: Type.String({ maxLength: articleLimit, lines: true, wrong: 'desk-help.content-too-long' }),
  note: Type.String({ maxLength: 300, pattern: visible, wrong: 'desk-help.note-wrong' }),
  reviewed: Type.String({ pattern: '^(?:[12]\\d{3}-\\d{2}-\\d{2})?$', wrong: 'desk-help.reviewed-wrong' }),
  publish: Type.String({ maxLength: 20, wrong: 'desk-help.publish-wrong' }),
})

export type ArticleForm = Static<typeof ArticleForm>
export type ArticleValues = Record<keyof ArticleForm, string>

export const checkArticle = formChecker(ArticleForm)
