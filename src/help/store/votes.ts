import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import type { Viewer } from '../../db/visible.ts'
import type { Reason } from '../rules.ts'
import { articlesSeenBy, questionsSeenBy } from './visible.ts'

/** What a vote is about. */
export type Voted = 'articles' | 'questions'
export interface VotedText { id: string; slug: string; title: string }
interface Vote { helpful: boolean; reason: string; words: string }
/** Whose vote it is; `was` is what the same person was called as a visitor. */
export interface Voter { name: string; was: string | undefined }

/** What this reader may vote on: the article or question that has this slug, or had it once. */
export async function findVoted(db: Db, viewer: Viewer | null, kind: Voted, slug: string): Promise<VotedText | undefined> {
  const former = (kind: 'article' | 'question') => db.selectFrom('former_slugs').select('target_id').where('kind', '=', kind).where('slug', '=', slug)
  if (kind === 'articles') {
    return articlesSeenBy(db, viewer).select(['id', 'slug', 'title']).where(it => it.or([it('slug', '=', slug), it('id', 'in', former('article'))]))
      .orderBy(sql`slug = ${slug}`, 'desc').limit(1).executeTakeFirst()
  }
  return questionsSeenBy(db, viewer).select(['id', 'slug', 'question as title']).where(it => it.or([it('slug', '=', slug), it('id', 'in', former('question'))]))
    .orderBy(sql`slug = ${slug}`, 'desc').limit(1).executeTakeFirst()
}

/** Writes a vote down, or over the one that was there: one each. Reason and words, once said, are not unsaid by a vote without. True for a first vote. */
export async function vote(db: Db, kind: Voted, id: string, { name, was }: Voter, given: Vote): Promise<boolean> {
  const target = kind === 'articles' ? 'article_id' : 'question_id'
  return db.transaction().execute(async trx => {
    if (was !== undefined && was !== name) await trx.deleteFrom('help_votes').where(target, '=', id).where('voter', '=', was).execute()
    const { first } = await trx.insertInto('help_votes').values({ [target]: id, voter: name, ...given })
      .onConflict(conflict => conflict.columns([target, 'voter']).doUpdateSet({
        helpful: given.helpful, updated_at: now,
        reason: sql`coalesce(nullif(excluded.reason, ''), help_votes.reason)`,
        words: sql`coalesce(nullif(excluded.words, ''), help_votes.words)`,
      }))
      .returning(sql<boolean>`xmax = 0`.as('first')).executeTakeFirstOrThrow()
    return first
  })
}

/** How helpful something was found, and what was said against it. */
export interface Score {
  yes: number
  no: number
  reasons: { reason: Reason; count: number }[]
  /** The latest words. */
  words: { words: string; reason: Reason | ''; at: string }[]
}

const wordsAtMost = 20

export const scoreOf = (db: Db, articleId: string): Promise<Score> => score(db, 'article_id', articleId)
export const scoreOfQuestion = (db: Db, questionId: string): Promise<Score> => score(db, 'question_id', questionId)

async function score(db: Db, target: 'article_id' | 'question_id', id: string): Promise<Score> {
  const votes = db.selectFrom('help_votes').where(target, '=', id)
  const against = votes.where('helpful', '=', false)
  const count = (helpful: boolean) => votes.where('helpful', '=', helpful).select(it => it.fn.countAll<number>().as('count'))
  const reasons = against.where('reason', '<>', '').select(['reason', it => it.fn.countAll<number>().as('count')]).groupBy('reason').orderBy('count', 'desc').orderBy('reason')
  const words = against.where('words', '<>', '').select(['words', 'reason', 'updated_at as at']).orderBy('updated_at', 'desc').limit(wordsAtMost)
  const found = await db.selectNoFrom([count(true).as('yes'), count(false).as('no'), jsonArrayFrom(reasons).as('reasons'), jsonArrayFrom(words).as('words')]).executeTakeFirstOrThrow()
  // Forms let no other reason through.
  return { ...found, yes: found.yes ?? 0, no: found.no ?? 0 } as unknown as Score
}
