import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Publication, Visibility } from '../../db/schema.ts'
import { isStaff, type Viewer } from '../../db/visible.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import { questionsSeenBy } from './visible.ts'

/** A question as it is read. */
export interface Answer {
  id: string
  slug: string
  question: string
  html: SafeHtml
  text: string
  language: string
  status: Publication
  visibility: Visibility
  category: string | null
  category_slug: string | null
}

export type Order = 'staff' | 'use'
export interface AnswerPage { answers: Answer[]; page: number; more: boolean }

const perPage = 50
const farthestPage = 1_000

const byCategory = sql`kb_categories.position nulls last, kb_categories.name, kb_categories.id`
const orders = {
  staff: sql`${byCategory}, kb_questions.position, kb_questions.id`,
  use: sql`${byCategory}, kb_questions.uses desc, kb_questions.position, kb_questions.id`,
} as const

const seen = (db: Db, viewer: Viewer | null) => questionsSeenBy(db, viewer).leftJoin('kb_categories', 'kb_categories.id', 'kb_questions.category_id')
const columns = ['kb_questions.id', 'kb_questions.slug', 'question', 'answer_html as html', 'answer_text as text', 'language', 'status', 'visibility', 'kb_categories.name as category', 'kb_categories.slug as category_slug'] as const

/** A page of the questions for this reader, category after category: the one asked for, or that with the question of that id. */
export async function listAnswers(db: Db, viewer: Viewer | null, order: Order, at: { page: number; id: string | undefined }): Promise<AnswerPage> {
  const page = Math.min((at.id === undefined ? undefined : await pageOf(db, viewer, order, at.id)) ?? at.page, farthestPage)
  const rows = await seen(db, viewer).select(columns).orderBy(orders[order]).limit(perPage + 1).offset((page - 1) * perPage).execute()
  return { answers: rows.slice(0, perPage) as Answer[], page, more: rows.length > perPage }
}

/** On which page a question stands, undefined for one that is in no list. */
async function pageOf(db: Db, viewer: Viewer | null, order: Order, id: string): Promise<number | undefined> {
  const places = seen(db, viewer).select(['kb_questions.id', sql<number>`row_number() over (order by ${orders[order]})`.as('place')]).as('places')
  const found = await db.selectFrom(places).select('place').where('places.id', '=', id).executeTakeFirst()
  return found && Math.ceil(found.place / perPage)
}

/** The question that has this slug or had it once. Staff find drafts and archived ones too. */
export async function findAnswer(db: Db, viewer: Viewer | null, slug: string): Promise<Answer | undefined> {
  const questions = viewer !== null && isStaff(viewer) ? db.selectFrom('kb_questions') : questionsSeenBy(db, viewer)
  const former = db.selectFrom('former_slugs').select('target_id').where('kind', '=', 'question').where('slug', '=', slug)
  const found = await questions.leftJoin('kb_categories', 'kb_categories.id', 'kb_questions.category_id').select(columns)
    .where(it => it.or([it('kb_questions.slug', '=', slug), it('kb_questions.id', 'in', former)]))
    .orderBy(sql`kb_questions.slug = ${slug}`, 'desc').limit(1).executeTakeFirst()
  return found as Answer | undefined
}

/** The questions that most come for, for the start page. */
export async function mostUsed(db: Db, viewer: Viewer | null, atMost: number): Promise<Pick<Answer, 'slug' | 'question' | 'language'>[]> {
  return questionsSeenBy(db, viewer).select(['slug', 'question', 'language'])
    .orderBy('uses', 'desc').orderBy('position').orderBy('id').limit(atMost).execute()
}
