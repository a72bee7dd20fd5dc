import { createArticle, createQuestion, freeQuestionSlug, freeSlug, renderAnswer, renderArticle, slugOf, type ArticleText, type QuestionText } from '../../src/help/index.ts'
import type { World } from '../support/world.ts'

export interface Text { id: string; slug: string }
type Place = Pick<World, 'db' | 'services'>

const fresh = { categoryId: null, status: 'published', visibility: 'everyone', language: 'en' } as const

/** Writes a question as staff would; everyone may read it, unless said otherwise. */
export async function question({ db, services }: Place, said: Partial<QuestionText> & { question: string }): Promise<Text> {
  const text = { ...fresh, answer: 'Like **this**.', slug: await freeQuestionSlug(db, slugOf(said.question)), ...said }
  const rendered = await renderAnswer({ db, markdown: services.markdown }, text.answer, 'staff')
  const id = await db.transaction().execute(trx => createQuestion(trx, text, rendered, null))
  return { id, slug: text.slug }
}

/** Writes an article as staff would; everyone may read it, unless said otherwise. */
export async function article({ db, services }: Place, said: Partial<ArticleText> & { title: string }): Promise<Text> {
  const text = { ...fresh, summary: '', content: 'Words.', publishAt: null, reviewedOn: null, slug: await freeSlug(db, 'article', slugOf(said.title)), ...said }
  const rendered = await renderArticle({ db, markdown: services.markdown }, text.content, 'staff')
  const id = await db.transaction().execute(trx => createArticle(trx, text, rendered, { authorId: null, note: '' }))
  return { id, slug: text.slug }
}

/** Questions, votes, synonyms and searches, with all that one can have; returns the addresses of the pages that show them, to readers and at the desk. */
export async function questionPages(place: Place): Promise<{ read: string[]; desk: string[] }> {
  const { db } = place
  const { id, slug } = await question(place, { question: 'How do I pay?', answer: '- By card\n- By **bank**\n\n| A | B |\n|---|---|\n| 1 | 2 |' })
  await question(place, { question: 'كيف أدفع؟', answer: 'هكذا.', language: 'ar' })
  await question(place, { question: 'Is it dark?', status: 'draft' })
  const old = await article(place, { title: 'Not looked over', reviewedOn: '2020-01-01' })
  await db.insertInto('help_votes').values([{ question_id: id, voter: 'a', helpful: false, reason: 'unclear', words: 'What?' }, { article_id: old.id, voter: 'a', helpful: false, reason: 'other', words: '' }]).execute()
  await db.insertInto('help_counts').values({ day: new Date().toISOString().slice(0, 10), kind: 'found nothing', subject: 'dark mode' }).execute()
  await db.insertInto('synonyms').values({ words: ['bill', 'invoice'] }).execute()
  const desk = ['questions', 'questions/new', `questions/${id}`, 'synonyms', 'reports', 'reports?list=votes'].map(path => `/desk/help/${path}`)
  return { read: ['/help/questions', '/help/questions?sort=use', ...['', 'yes', 'no', 'told'].map(voted => `/help/questions?open=${slug}&voted=${voted}`)], desk }
}
