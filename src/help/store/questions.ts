import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import type { Publication, Visibility } from '../../db/schema.ts'
import type { Markdown, SafeHtml } from '../../web/markdown/index.ts'
import { announce } from '../changes.ts'
import { learnWords, wordsIn } from '../search/words.ts'
import { freeSlug, rememberSlug } from './slugs.ts'
import { renderArticle } from './write.ts'

/** A question as it is written. */
export interface QuestionText {
  question: string
  /** Free: see `freeQuestionSlug`. */
  slug: string
  /** Markdown. */
  answer: string
  categoryId: string | null
  status: Publication
  visibility: Visibility
  language: string
}

interface RenderedAnswer { html: SafeHtml; text: string }

/** Anchors that every page of ours has already; a question's slug is one too. */
const anchors = new Set(['main', 'said', 'toasts'])

/** The wanted slug, or the first like it that no question has or had. */
export function freeQuestionSlug(db: Db, wanted: string, own?: string): Promise<string> {
  return freeSlug(db, 'question', anchors.has(wanted) ? `${wanted}-1` : wanted, own)
}

/** Makes the HTML and the searchable words of an answer: before the transaction that saves it, for it may take a while. */
export async function renderAnswer(services: { db: Db; markdown: Markdown }, answer: string, who: string): Promise<RenderedAnswer> {
  const { html, headingsText, bodyText } = await renderArticle(services, answer, who)
  return { html: withoutHeadings(html), text: `${headingsText}\n${bodyText}`.trim() }
}

/** Many answers stand on one page, whose headings are the questions. */
function withoutHeadings(html: SafeHtml): SafeHtml {
  return html.replace(/<h([2-6])[^>]*>(.*?)<\/h\1>/gs, '<p><strong>$2</strong></p>') as SafeHtml
}

/** Writes a new question, as the last of its category; returns its id. */
export async function createQuestion(trx: Trx, text: QuestionText, rendered: RenderedAnswer, authorId: string | null): Promise<string> {
  const { id } = await trx.insertInto('kb_questions')
    .values({ ...columnsOf(text, rendered), position: behindLast(text.categoryId), updated_by: authorId }).returning('id').executeTakeFirstOrThrow()
  await learnWords(trx, wordsIn([text.question, rendered.text]))
  await announce(trx)
  return id
}

/** Writes over the version that the editor saw; undefined, and nothing written, where somebody else was quicker. Returns the new version. */
export async function changeQuestion(trx: Trx, id: string, version: number, text: QuestionText, rendered: RenderedAnswer, authorId: string | null): Promise<number | undefined> {
  const before = await trx.selectFrom('kb_questions').select(['slug', 'category_id'])
    .where('id', '=', id).where('version', '=', version).forUpdate().executeTakeFirst()
  if (before === undefined) return undefined
  await trx.updateTable('kb_questions').set({
    ...columnsOf(text, rendered), version: version + 1, updated_by: authorId, updated_at: now,
    ...(before.category_id !== text.categoryId && { position: behindLast(text.categoryId) }),
  }).where('id', '=', id).execute()
  await rememberSlug(trx, 'question', id, before.slug, text.slug)
  await learnWords(trx, wordsIn([text.question, rendered.text]))
  await announce(trx)
  return version + 1
}

function columnsOf({ question, slug, answer, categoryId, status, visibility, language }: QuestionText, { html, text }: RenderedAnswer) {
  return { question, slug, answer, category_id: categoryId, status, visibility, language, answer_html: html, answer_text: text }
}

const behindLast = (categoryId: string | null) =>
  sql<number>`(select coalesce(max(other.position), 0) + 1 from kb_questions as other where other.category_id is not distinct from ${categoryId}::uuid)`

/** Moves a question one place within its category. False where it is the first or last already, or gone. */
export async function moveQuestion(trx: Trx, id: string, direction: 'up' | 'down'): Promise<boolean> {
  const rows = await trx.selectFrom('kb_questions').select(['id', 'position'])
    .where('category_id', 'is not distinct from', it => it.selectFrom('kb_questions as moved').select('moved.category_id').where('moved.id', '=', id))
    .orderBy('position').orderBy('id').forUpdate().execute()
  const from = rows.findIndex(row => row.id === id)
  const to = direction === 'up' ? from - 1 : from + 1
  const [moved, other] = [rows[from], rows[to]]
  if (moved === undefined || other === undefined) return false

  const order = rows.with(to, moved).with(from, other)
  // Also where several had the same place, each has its own from now on.
  for (const [at, row] of order.entries()) {
    if (row.position !== at + 1) await trx.updateTable('kb_questions').set({ position: at + 1 }).where('id', '=', row.id).execute()
  }
  await announce(trx)
  return true
}

/** Counts that somebody came for these questions, by id. */
export async function addUses(db: Db, counted: Map<string, number>): Promise<void> {
  await sql`update kb_questions set uses = kb_questions.uses + counted.times
    from unnest(${[...counted.keys()]}::uuid[], ${[...counted.values()]}::int[]) as counted (id, times) where kb_questions.id = counted.id`.execute(db)
}
