import type { FastifyInstance, FastifyReply } from 'fastify'
import { publications, questionAddress, scoreOfQuestion } from '../../../help/index.ts'
import type { FormView } from '../../../web/forms.ts'
import { t } from '../../../web/i18n.ts'
import type { SafeHtml } from '../../../web/markdown/index.ts'
import { pagesBeside } from '../../../web/paging.ts'
import { languageOptions, visibilityOptions } from '../articles/options.ts'
import { allCategories, choicesOf } from '../categories/index.ts'
import type { QuestionForm } from './forms.ts'
import { linesAtMost, listQuestions, type Question } from './store.ts'
import type { QuestionFormView } from './views.ts'

/** A form as it was received, where it is shown again. */
export interface Received { form: FormView<QuestionForm>; version: number; conflict?: string | undefined; preview?: SafeHtml | undefined }

/** The question as the form shows it when nobody has touched it. */
export function asItIs({ question, answer, category_id, slug, status, visibility, language }: Question): QuestionForm {
  return { question, answer, category: category_id ?? 'none', slug, status, visibility, language }
}

export const blank = (question: string, category: string): Received =>
  ({ form: { values: { question, answer: '', category, slug: '', status: 'draft', visibility: 'everyone', language: 'en' }, errors: {} }, version: 0 })

export const fresh = (question: Question): Received => ({ form: { values: asItIs(question), errors: {} }, version: question.version })

/** Shows the form of a question, or of one to be written. */
export async function showQuestion(app: FastifyInstance, reply: FastifyReply, question: Question | undefined, received: Received): Promise<FastifyReply> {
  const { form, version, conflict, preview } = received
  const view: QuestionFormView = {
    question, address: question === undefined ? '' : questionAddress(question.slug), form, version, conflict, preview,
    now: question && asItIs(question),
    selects: await selectsOf(app, form),
    score: question && await scoreOfQuestion(app.db, question.id),
  }
  return reply.request.swapTarget === 'question-form' ? reply.partial('desk/help/_question-form', view) : reply.page('desk/help/question', view)
}

async function selectsOf({ db }: FastifyInstance, { values, errors }: FormView<QuestionForm>): Promise<QuestionFormView['selects']> {
  return [
    { name: 'category', label: t('tickets.category'), options: choicesOf(await allCategories(db)), selected: values.category, error: errors.category },
    { name: 'status', label: t('filters.status'), options: publications.map(value => ({ value, label: t(`publication.${value}`) })), selected: values.status, error: errors.status },
    { name: 'visibility', label: t('desk-questions.visibility'), options: visibilityOptions(), selected: values.visibility, error: errors.visibility },
    { name: 'language', label: t('desk-questions.language'), options: languageOptions(values.language), selected: values.language, error: errors.language },
  ]
}

/** Shows a page of all questions, or the region that htmx asked for. */
export async function showList(app: FastifyInstance, reply: FastifyReply, page: number): Promise<FastifyReply> {
  const lines = await listQuestions(app.db, page)
  const groups = [...Map.groupBy(lines.slice(0, linesAtMost), ({ category_id }) => category_id)].map(([id, questions]) => ({ id, name: questions[0]?.category ?? null, questions }))
  const view = { groups, page, ...pagesBeside('/desk/help/questions', page, lines.length > linesAtMost) }
  return reply.request.swapTarget === 'question-list' ? reply.partial('desk/help/_question-list', view) : reply.page('desk/help/questions', view)
}
