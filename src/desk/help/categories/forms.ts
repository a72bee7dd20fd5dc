import { choice, field, formChecker, line, text, type FormOf } from '../../../web/forms.ts'
import { categoryIcons } from '../../../web/icons.ts'

export const checkCategory = formChecker({
  name: field(line(100), { missing: 'desk-help.name-missing', wrong: 'desk-help.name-wrong' }),
  slug: field(text(80), { wrong: 'desk-help.slug-too-long' }),
  parent: field(text(40), { wrong: 'desk-help.parent-missing' }),
  description: field(line(500), { wrong: 'desk-help.description-wrong' }),
  icon: field(choice(['none', ...categoryIcons]), { wrong: 'desk-help.icon-missing' }),
  takes: field(choice(['', 'yes']), { wrong: 'desk-help.takes-wrong' }),
})

export type CategoryForm = FormOf<typeof checkCategory>
