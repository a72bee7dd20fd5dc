import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../../../db/connect.ts'
import type { QuestionText } from '../../../help/index.ts'
import type { FieldErrors, FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import { allCategories } from '../categories/index.ts'
import { chosenSlug } from '../slug.ts'
import { checkQuestion, type QuestionForm } from './forms.ts'

/** A question's form: what to save where it is right, and how to show it again where it is not. */
type CheckedQuestion = { form: FormView<QuestionForm> } & ({ ok: true; text: QuestionText } | { ok: false })

export async function checked({ db }: FastifyInstance, { form: posted }: FastifyRequest, id: string | undefined): Promise<CheckedQuestion> {
  const form = checkQuestion(posted)
  const { slug = '', question = '', category = '' } = form.values
  const chosen = await chosenSlug(db, { kind: 'question', slug, title: question, own: id })
  const errors: FieldErrors<QuestionForm> = {
    ...form.errors,
    ...('problem' in chosen && form.errors.slug === undefined && { slug: chosen.problem }),
    ...await categoryProblem(db, category),
  }
  if (!form.ok || 'problem' in chosen || Object.keys(errors).length > 0) return { ok: false, form: { values: form.values, errors } }
  const { answer, status, visibility, language } = form.values
  return { ok: true, form, text: { question, answer, status, visibility, language, slug: chosen.slug, categoryId: category === 'none' ? null : category } }
}

async function categoryProblem(db: Db, category: string): Promise<FieldErrors<QuestionForm>> {
  if (category === 'none' || (await allCategories(db)).some(({ id }) => id === category)) return {}
  return { category: t('desk-questions.category-missing') }
}
