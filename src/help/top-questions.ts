import type { Db } from '../db/connect.ts'
import type { Viewer } from '../db/visible.ts'
import type { TopQuestion } from './questions-views.ts'
import { questionAddress } from './slugs.ts'
import { mostUsed } from './store/answers.ts'

/** What is asked most, with where it is read. */
export async function topQuestions(db: Db, viewer: Viewer | null, atMost: number): Promise<TopQuestion[]> {
  const questions = await mostUsed(db, viewer, atMost)
  return questions.map(({ slug, ...shown }) => ({ ...shown, address: questionAddress(slug) }))
}
