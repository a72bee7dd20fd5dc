import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FieldErrors, FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import { readFields, type FieldsView } from '../fields/index.ts'
import { chosenSlug } from '../slug.ts'
import { checkCategory, type CategoryForm } from './forms.ts'
import { allCategories, type Category, type CategoryText } from './store.ts'
import { isWithin } from './tree.ts'

/** A form of a category: what to save where it is right, and how to show it again where it is not. */
export interface CheckedCategory { ok: boolean; values: CategoryText; form: FormView<CategoryForm>; fields: FieldsView }

export async function checked({ db }: FastifyInstance, { form: posted }: FastifyRequest, category: Category | undefined): Promise<CheckedCategory> {
  const form = checkCategory(posted)
  const { fields, ...shown } = readFields(posted)
  const { name = '', slug = '', parent = '', description = '', icon = '', takes = '' } = form.values
  const chosen = await chosenSlug(db, { kind: 'category', slug, title: name, own: category?.id })
  const errors: FieldErrors<CategoryForm> = {
    ...form.errors,
    ...('problem' in chosen && form.errors.slug === undefined && { slug: chosen.problem }),
    ...await parentProblem({ db }, parent, category),
  }
  return {
    ok: Object.keys(errors).length === 0 && Object.keys(shown.errors).length === 0,
    values: { name, slug: 'slug' in chosen ? chosen.slug : '', description, parentId: parent === 'none' ? null : parent, icon: icon === 'none' ? '' : icon, takesTickets: takes === 'yes', fields },
    form: { values: form.values, errors },
    fields: shown,
  }
}

/** A category lies below one that exists, and never below itself. */
async function parentProblem({ db }: Pick<FastifyInstance, 'db'>, parent: string, category: Category | undefined): Promise<FieldErrors<CategoryForm>> {
  if (parent === 'none') return {}
  const all = await allCategories(db)
  if (!all.some(({ id }) => id === parent)) return { parent: t('desk-help.parent-missing') }
  return category !== undefined && isWithin(all, parent, category.id) ? { parent: t('desk-help.parent-circle') } : {}
}
