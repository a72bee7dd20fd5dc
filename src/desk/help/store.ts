import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Reason } from '../../help/index.ts'
import { isUnreviewed } from './articles/store.ts'

/** How much there is of everything. */
export async function countAll(db: Db) {
  const where = (condition: ReturnType<typeof sql>) => sql<number>`(select count(*)::int from kb_articles where ${condition})`
  return db.selectNoFrom([
    where(sql`true`).as('articles'),
    where(sql`status = 'draft'`).as('drafts'),
    where(sql`publish_at is not null`).as('scheduled'),
    where(isUnreviewed).as('unreviewed'),
    sql<number>`(select count(*)::int from kb_categories)`.as('categories'),
    sql<number>`(select count(*)::int from kb_questions)`.as('questions'),
  ]).executeTakeFirstOrThrow()
}

/** As much of a list as is shown: from which line on, and how many. */
export interface Part { offset: number; limit: number }

const searchedDays = 90

/** Words that were searched for and that nothing was found for, the most frequent first. */
export async function foundNothing(db: Db, { offset, limit }: Part) {
  return db.selectFrom('help_counts').select(['subject', sql<number>`sum(count)::int`.as('count'), sql<string>`max(day)`.as('last')])
    .where('kind', '=', sql.lit('found nothing')).where('day', '>', sql<string>`current_date - ${searchedDays}::int`)
    .groupBy('subject').orderBy('count', 'desc').orderBy('subject').limit(limit).offset(offset).execute()
}

/** A text that some found unhelpful. */
export interface Unhelpful {
  kind: 'articles' | 'questions'
  id: string
  title: string
  yes: number
  no: number
  reasons: { reason: Reason; count: number }[]
  words: { words: string; at: string }[]
}

const wordsAtMost = 3

/** Articles and questions that were voted down, by how often; with what was said. */
export async function votedDown(db: Db, { offset, limit }: Part): Promise<Unhelpful[]> {
  const { rows } = await sql<Unhelpful>`
    with down as (
      select article_id, question_id, count(*) filter (where helpful)::int as yes, count(*) filter (where not helpful)::int as no
      from help_votes group by article_id, question_id having count(*) filter (where not helpful) > 0
    ), shown as (
      select case when article_id is null then 'questions' else 'articles' end as kind, coalesce(a.id, q.id) as id, coalesce(a.title, q.question) as title, yes, no
      from down left join kb_articles as a on a.id = article_id left join kb_questions as q on q.id = question_id
      where coalesce(a.status, q.status) <> 'archived'
      order by no desc, yes, id limit ${limit} offset ${offset}
    )
    select shown.*,
      coalesce((select jsonb_agg(r order by r.count desc, r.reason) from (select reason, count(*)::int as count from help_votes
        where (article_id = shown.id or question_id = shown.id) and not helpful and reason <> '' group by reason) as r), '[]') as reasons,
      coalesce((select jsonb_agg(w order by w.at desc) from (select words, updated_at as at from help_votes
        where (article_id = shown.id or question_id = shown.id) and not helpful and words <> '' order by updated_at desc limit ${wordsAtMost}) as w), '[]') as words
    from shown order by no desc, yes, id`.execute(db)
  return rows
}

/** Published articles that nobody has looked over for half a year, the longest first. */
export async function unreviewed(db: Db, { offset, limit }: Part) {
  return db.selectFrom('kb_articles').select(['id', 'title', 'reviewed_on', sql<string>`coalesce(reviewed_on, published_at::date, created_at::date)`.as('since')])
    .where(isUnreviewed).orderBy('since').orderBy('id').limit(limit).offset(offset).execute()
}
