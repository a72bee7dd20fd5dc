import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import type { Reason } from '../help/index.ts'
import type { Stage } from './scene.ts'
import { timeOf, type When } from './when.ts'

/** What people searched for, and how often, on a day; most of it found something. */
const searches: { at: When; words: string; times: number; nothing?: true }[] = [
  { at: '12d 09:00', words: 'gift card', times: 3, nothing: true },
  { at: '5d 09:00', words: 'gift card', times: 4, nothing: true },
  { at: '4d 09:00', words: 'black on yellow', times: 2, nothing: true },
  { at: '9d 09:00', words: 'second currency', times: 2, nothing: true },
  { at: '2d 09:00', words: 'weighing scales', times: 3, nothing: true },
  { at: '2d 09:00', words: 'e27', times: 9 },
  { at: '2d 09:00', words: 'database is locked', times: 14 },
  { at: '3d 09:00', words: 'paper rolls', times: 4 },
]

interface Votes { slug: string; yes: number; no?: { at: When; reason: Reason; words: string }[] }

const articles: Votes[] = [
  { slug: 'e27-and-dark-readers', yes: 21, no: [{ at: '6d 18:20', reason: 'failed', words: 'Cleaned and charged with three cables. Still E27.' }] },
  { slug: 'last-line-is-cut-off', yes: 17, no: [{ at: '70d 20:01', reason: 'outdated', words: 'There is no “Printer” in my settings.' }] },
  { slug: 'take-a-deposit', yes: 9 },
  { slug: 'which-report-is-which', yes: 2, no: [{ at: '8d 21:15', reason: 'unanswered', words: 'Which one has the tips?' }, { at: '30d 19:40', reason: 'unclear', words: '' }] },
  { slug: 'evening-report-does-not-arrive', yes: 3, no: [{ at: '1d 05:30', reason: 'failed', words: 'My address is not in the list of refused ones.' }] },
]
/** How often somebody came for a question. */
const uses: Record<string, number> = { 'what-is-e27': 64, 'sell-offline': 41, 'delivery-time': 38, 'last-line-missing': 33, 'cheaper-by-the-year': 24, 'accountant-access': 19, 'which-paper': 15, 'helper-sees': 8 }

/** What readers left in the help centre: how they searched, what helped them and what did not. */
export async function insertHelpLife(trx: Trx, { now, cast }: Pick<Stage, 'now' | 'cast'>): Promise<void> {
  await insertEarlierText(trx, now, cast.grace.id)
  const counts = searches.flatMap(({ at, words, times, nothing }) => (nothing ? ['searched', 'found nothing'] as const : ['searched'] as const)
    .map(kind => ({ day: timeOf(at, now).toISOString().slice(0, 10), kind, subject: words, count: times })))
  await trx.insertInto('help_counts').values(counts).onConflict(conflict => conflict.doNothing()).execute()
  for (const { slug, yes, no = [] } of articles) {
    const article = await trx.selectFrom('kb_articles').select('id').where('slug', '=', slug).executeTakeFirst()
    if (article !== undefined) await trx.insertInto('help_votes').values(votesOn(article.id, yes, no, now)).execute()
  }
  for (const [slug, times] of Object.entries(uses)) await trx.updateTable('kb_questions').set({ uses: times }).where('slug', '=', slug).execute()
}

function votesOn(article_id: string, yes: number, no: NonNullable<Votes['no']>, now: Date) {
  const helped = Array.from({ length: yes }, (_, at) => ({ helpful: true, reason: '', words: '', at: timeOf(`${at + 2}d 10:00`, now) }))
  const not = no.map(({ at, reason, words }) => ({ helpful: false, reason, words, at: timeOf(at, now) }))
  return [...helped, ...not].map(({ at, ...vote }) => ({ ...vote, article_id, voter: randomUUID(), created_at: at, updated_at: at }))
}

/** The instructions that Ada could not follow, before Grace corrected them the same day. */
async function insertEarlierText(trx: Trx, now: Date, author_id: string): Promise<void> {
  const article = await trx.selectFrom('kb_articles').select(['id', 'title', 'summary', 'content']).where('slug', '=', 'last-line-is-cut-off').executeTakeFirst()
  if (article === undefined) return
  const { id, ...text } = article
  const content = text.content.replace('**Settings → Hardware → Slip 58**. (Until version 5.0 it was under *Printer*.)', '**Settings → Printer → Slip 58**.')
  const [first, corrected] = [timeOf('270d 09:10', now), timeOf('69d 13:00', now)]
  await trx.updateTable('article_versions').set({ number: 2, author_id, note: 'The setting is under Hardware since 5.1' }).where('article_id', '=', id).where('number', '=', 1).execute()
  await trx.insertInto('article_versions').values({ ...text, content, article_id: id, number: 1, author_id, created_at: first }).execute()
  await sql`update article_versions set created_at = ${corrected} where article_id = ${id} and number = 2`.execute(trx)
  await sql`update kb_articles set version = 2, updated_by = ${author_id}, created_at = ${first}, published_at = ${first}, changed_at = ${corrected}, updated_at = ${corrected} where id = ${id}`.execute(trx)
}
