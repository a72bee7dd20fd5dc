import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import { categoryIcons, categoryIcon } from '../../../web/icons.ts'
import { fieldRows, type FieldsView } from '../fields/index.ts'
import type { CategoryView, TreeBranch } from '../views.ts'
import type { CategoryForm } from './forms.ts'
import { allCategories, countTexts, type Category } from './store.ts'
import { choicesOf, treeOf, type Branch } from './tree.ts'

/** A form as it was received, where it is shown again. */
export interface Received {
  form: FormView<CategoryForm>
  fields: FieldsView
  version: number
  /** What its editor saw; as it is now where they are told so. */
  was?: Record<string, string> | undefined
  conflict?: string | undefined
}

/** The category as the form shows it when nobody has touched it. */
export function asItIs({ name, slug, parent_id, description, icon, takes_tickets }: Category): Record<keyof CategoryForm, string> {
  return { name, slug, parent: parent_id ?? 'none', description: description ?? '', icon: knownIcon(icon), takes: takes_tickets ? 'yes' : '' }
}

const knownIcon = (icon: string): string => icon !== '' && categoryIcon(icon) === icon ? icon : 'none'

/** What travels beside the fields, of all that the form holds. */
const seenOf = (category: Category): Record<string, string> => ({ ...asItIs(category), fields: marksOf(fieldRows(category.fields)) })

/** Tells one list of questions from another. */
export function marksOf({ questions }: Pick<FieldsView, 'questions'>): string {
  const said = questions.map(({ key, label, kind, required, hint, options, when, answer }) => [key, label, kind, required, hint, options, when, answer])
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

/** Shows the form of a category, or of one to be made. */
export async function showCategory(app: FastifyInstance, reply: FastifyReply, category: Category | undefined, received?: Received, parent = 'none'): Promise<FastifyReply> {
  const blank: Received = { form: { values: { parent, icon: 'none' }, errors: {} }, fields: fieldRows([]), version: 0 }
  const { form, fields, version, was, conflict } = received ?? (category === undefined ? blank : fresh(category))
  const view: CategoryView = {
    category, form, version, conflict, fields,
    was: was ?? (category === undefined ? {} : seenOf(category)),
    parents: { name: 'parent', label: t('desk-help.parent'), options: choicesOf(await allCategories(app.db), t('desk-help.top'), category?.id), selected: form.values.parent, error: form.errors.parent },
    icons: ['none', ...categoryIcons],
  }
  return reply.request.swapTarget === 'category-form' ? reply.partial('desk/help/_category-form', view) : reply.page('desk/help/category', view)
}

export const fresh = (category: Category): Received => ({ form: { values: asItIs(category), errors: {} }, fields: fieldRows(category.fields), version: category.version })

/** Shows the whole tree, as a page or as the region that htmx asked for. */
export async function showTree(app: FastifyInstance, reply: FastifyReply): Promise<FastifyReply> {
  const counts = await countTexts(app.db)
  const dressed = (branches: Branch<Category>[]): TreeBranch[] => branches.map(({ branches: below, ...category }, at) => ({
    category, icon: categoryIcon(category.icon), ...counts.get(category.id) ?? { articles: 0, questions: 0 },
    first: at === 0, last: at === branches.length - 1, branches: dressed(below),
  }))
  const view = { tree: dressed(treeOf(await allCategories(app.db))) }
  return reply.request.swapTarget === 'category-tree' ? reply.partial('desk/help/_category-tree', view) : reply.page('desk/help/categories', view)
}
