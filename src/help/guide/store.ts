import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import type { Answers } from './answers.ts'

export interface Guide { id: string; profile_id: string | null; answers: Answers; updated_at: Date }

/** Who is guided: a person, a visitor by the hash of their cookie, or a person who was that visitor until now. */
export interface Guided { personId: string | undefined; visitor: string | undefined }

const columns = ['id', 'profile_id', 'answers', 'updated_at'] as const

/** A person's own, and what they began in this browser before they signed in. The one place that says so. */
function guidesOf(db: Db, { personId, visitor }: Guided) {
  return db.selectFrom('guides').select(columns).where(it => it.or([
    ...personId === undefined ? [] : [it('profile_id', '=', personId)],
    ...visitor === undefined ? [] : [it.and([it('profile_id', 'is', null), it('visitor', '=', visitor)])],
  ]))
}

export async function findGuide(db: Db, guided: Guided, id: string): Promise<Guide | undefined> {
  return guidesOf(db, guided).where('id', '=', id).executeTakeFirst()
}

/** The one that this asker left last, if there is anything in it. */
export async function latestGuide(db: Db, guided: Guided): Promise<Guide | undefined> {
  return guidesOf(db, guided)
    .where(sql<boolean>`answers <> '{}' and not answers ? 'sent' and not answers ? 'solved'`)
    .orderBy('updated_at', 'desc').limit(1).executeTakeFirst()
}

/** Makes one under this id, unless there is one already. */
export async function makeGuide(db: Db, { personId, visitor }: Guided, id: string, answers: Answers): Promise<void> {
  await db.insertInto('guides').values({ id, profile_id: personId ?? null, visitor: visitor ?? null, answers: JSON.stringify(answers) })
    .onConflict(conflict => conflict.column('id').doNothing()).execute()
}

/** Adds answers to those that are there, whichever page they came from, and returns all of them; a signed-in asker's guide is theirs from here on. */
export async function addAnswers(db: Db, { id }: Guide, personId: string | undefined, answers: Answers): Promise<Answers> {
  const kept = await db.updateTable('guides').where('id', '=', id)
    .set(it => ({
      answers: sql<string>`(answers - 'solved') || ${JSON.stringify(answers)}::jsonb`, updated_at: now,
      ...personId !== undefined && { profile_id: it.fn.coalesce('profile_id', sql<string>`${personId}::uuid`) },
    }))
    .where(sql<boolean>`not answers ? 'sent'`)
    .returning('answers').executeTakeFirst()
  return kept?.answers ?? {}
}

/** Makes what somebody began as a visitor theirs. */
export async function claimGuide(db: Db, { id }: Guide, personId: string): Promise<void> {
  await db.updateTable('guides').set({ profile_id: personId }).where('id', '=', id).where('profile_id', 'is', null).execute()
}

/** Ends it, its question being answered. False where it was so already. */
export async function endSolved(db: Db, { id }: Guide): Promise<boolean> {
  const ended = await db.updateTable('guides').set({ answers: sql`answers || '{"solved":"yes"}'`, updated_at: now })
    .where('id', '=', id).where(sql<boolean>`not answers ? 'solved'`).returning('id').executeTakeFirst()
  return ended !== undefined
}

/** True where nobody has changed an answer since; nobody does until the transaction ends. */
export async function lockUnchanged(trx: Trx, { id, answers }: Guide): Promise<boolean> {
  const locked = await trx.selectFrom('guides').select('id').where('id', '=', id)
    .where(sql<boolean>`answers = ${JSON.stringify(answers)}::jsonb`).forUpdate().executeTakeFirst()
  return locked !== undefined
}

/** What it became; nothing else of it is kept. */
export async function endSent(trx: Trx, { id }: Guide, reference: number): Promise<void> {
  await trx.updateTable('guides').set({ answers: JSON.stringify({ sent: String(reference) }), updated_at: now }).where('id', '=', id).execute()
}

/** Forgets guides that nobody has touched: a visitor's after 7 days, a person's after 30; and files whose guide is gone. */
export async function sweepGuides(db: Db): Promise<void> {
  await db.deleteFrom('guides').where(it => it.or([
    it('updated_at', '<', sql<Date>`now() - interval '30 days'`),
    it.and([it('profile_id', 'is', null), it('updated_at', '<', sql<Date>`now() - interval '7 days'`)]),
  ])).execute()
  await db.deleteFrom('drafts').where('form', '=', 'guide').where('updated_at', '<', sql<Date>`now() - interval '1 day'`)
    .where(it => it.not(it.exists(it.selectFrom('guides').select('guides.id').whereRef('guides.id', '=', 'drafts.id').where(sql<boolean>`not answers ? 'sent'`)))).execute()
}
