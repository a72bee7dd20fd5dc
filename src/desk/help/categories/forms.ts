import { Type, type Static } from 'typebox'
import { formChecker } from '../../../web/forms.ts'
import { categoryIcons } from '../../../web/icons.ts'

/** On one line, and nothing that nobody sees. */
const visible = '^(?:\\t|[^\\p{Cc}\\u2028\\u2029])*$'

const CategoryForm = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: visible, missing: 'desk-help.name-missing', wrong: 'desk-help.name-wrong' }),
  slug: Type.String({ maxLength: 80, wrong: 'desk-help.slug-too-long' }),
  parent: Type.String({ maxLength: 40, wrong: 'desk-help.parent-missing' }),
  description: Type.String({ maxLength: 500, pattern: visible, wrong: 'desk-help.description-wrong' }),
  icon: Type.Enum(['none', ...categoryIcons], { wrong: 'desk-help.icon-missing' }),
  takes: Type.Enum(['', 'yes'], { wrong: 'desk-help.takes-wrong' }),
})

export type CategoryForm = Static<typeof CategoryForm>

export const checkCategory = formChecker(CategoryForm)
