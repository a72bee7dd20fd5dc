import { sql, type Selectable } from 'kysely'
import type { Db } from '../../../db/connect.ts'
import type { Database } from '../../../db/schema.ts'

export type Question = Selectable<Database['kb_questions']>

/** A question in the list of all. */
export type QuestionLine = Pick<Question, 'id' | 'slug' | 'question' | 'status' | 'visibility' | 'uses' | 'category_id'> & {
  category: string | null
  yes: number
  no: number
  first: boolean
  last: boolean
}

export const linesAtMost = 50

/** A page of all questions, category after category, each in the order that staff gave. One more than are shown, where there are more. */
export async function listQuestions(db: Db, page: number): Promise<QuestionLine[]> {
  const votes = (helpful: boolean) => sql<number>`(select count(*)::int from help_votes where question_id = kb_questions.id and helpful = ${helpful})`
  const place = (direction: ReturnType<typeof sql>) => sql<boolean>`row_number() over (partition by kb_questions.category_id order by kb_questions.position ${direction}, kb_questions.id ${direction}) = 1`
  return db.selectFrom('kb_questions').leftJoin('kb_categories', 'kb_categories.id', 'kb_questions.category_id')
    .select(['kb_questions.id', 'kb_questions.slug', 'question', 'status', 'visibility', 'uses', 'category_id', 'kb_categories.name as category'])
    .select([votes(true).as('yes'), votes(false).as('no'), place(sql`asc`).as('first'), place(sql`desc`).as('last')])
    .orderBy(sql`kb_categories.position nulls last, kb_categories.name, kb_categories.id, kb_questions.position, kb_questions.id`)
    .limit(linesAtMost + 1).offset((page - 1) * linesAtMost).execute()
}

export async function findQuestion(db: Db, id: string): Promise<Question | undefined> {
  return db.selectFrom('kb_questions').selectAll().where('id', '=', id).executeTakeFirst()
}
