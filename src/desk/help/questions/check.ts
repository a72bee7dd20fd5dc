import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../../../db/connect.ts'
import { freeQuestionSlug, isSlug, slugOf, type QuestionText } from '../../../help/index.ts'
import type { FieldErrors, FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import { allCategories } from '../categories/index.ts'
import { checkQuestion, type QuestionForm } from './forms.ts'

/** A question's form: what to save where it is right, and how to show it again where it is not. */
export type Wanted = { form: FormView<QuestionForm> } & ({ ok: true; text: QuestionText } | { ok: false })

export async function checked({ db }: FastifyInstance, { form: posted }: FastifyRequest, id: string | undefined): Promise<Wanted> {
  const form = checkQuestion(posted)
  const { slug = '', question = '', category = '' } = form.values
  const chosen = await slugFor(db, slug, question, id)
  const errors: FieldErrors<QuestionForm> = {
    ...form.errors,
    ...('problem' in chosen && form.errors.slug === undefined && { slug: chosen.problem }),
    ...await categoryProblem(db, category),
  }
  if (!form.ok || 'problem' in chosen || Object.keys(errors).length > 0) return { ok: false, form: { values: form.values, errors } }
  const { answer, status, visibility, language } = form.values
  return { ok: true, form, text: { question, answer, status, visibility, language, slug: chosen.slug, categoryId: category === 'none' ? null : category } }
}

/** The slug that was typed, or one made of the question; or a sentence about why the typed one cannot be had. */
async function slugFor(db: Db, slug: string, question: string, own: string | undefined): Promise<{ slug: string } | { problem: string }> {
  if (slug === '') return { slug: await freeQuestionSlug(db, slugOf(question), own) }
  const wanted = slug.normalize('NFC').toLowerCase()
  if (!isSlug(wanted)) return { problem: t('desk-help.slug-wrong', { example: slugOf(slug) }) }
  const free = await freeQuestionSlug(db, wanted, own)
  return free === wanted ? { slug: wanted } : { problem: t('desk-help.slug-taken', { slug: wanted, free }) }
}

async function categoryProblem(db: Db, category: string): Promise<FieldErrors<QuestionForm>> {
  if (category === 'none' || (await allCategories(db)).some(({ id }) => id === category)) return {}
  return { category: t('desk-questions.category-missing') }
}
