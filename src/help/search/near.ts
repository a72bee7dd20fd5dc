import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import { articlesSeenBy, questionsSeenBy } from '../store/visible.ts'
import type { Clause } from './ask.ts'

const shortest = 3
const nearAtMost = 3
const alike = 20
const lookedAt = 4
const begins = 4
/** Nobody mistypes more words at once, and each costs. */
const mistypedAtMost = 6

export interface Near { db: Db; viewer: Viewer | null; configs: string }
/** Clauses that may be mistyped, by their place from 1; those of which no text has or had the word; or any that this reader can find nothing by. */
type Suspects = number[] | 'unwritten' | 'any'

/** The clauses with the nearest words that this reader may read in place of those that nothing has; undefined where there are none. */
export async function nearClauses(near: Near, clauses: Clause[], suspects: Suspects): Promise<Clause[] | undefined> {
  const words = clauses.filter((clause, at) => mayBeMistyped(clause) && (typeof suspects === 'string' || suspects.includes(at + 1))).map(({ texts: [text = ''] }) => text.toLowerCase())
  const replaced = words.length === 0 ? new Map<string, string[]>() : await nearWords(near, words, suspects === 'unwritten')
  if (replaced.size === 0) return undefined
  return clauses.map(clause => {
    const texts = mayBeMistyped(clause) ? replaced.get((clause.texts[0] ?? '').toLowerCase()) : undefined
    return texts === undefined ? clause : { ...clause, texts }
  })
}

const mayBeMistyped = ({ texts: [text = '', ...others], phrase, not }: Clause): boolean =>
  phrase === undefined && not === undefined && others.length === 0 && text.length >= shortest && /^[\p{L}\p{M}]+$/u.test(text)

/** For each word those nearest to it that stand in some text; without the words that have none near, or are in some text themselves. */
async function nearWords(near: Near, words: string[], unwritten: boolean): Promise<Map<string, string[]>> {
  const like = await likeWords(near.db, words, unwritten)
  const ranked = like.map(({ word, candidate }) => ({ word, candidate, distance: distanceOf(word, candidate) })).filter(isNear)
  const nearest = [...Map.groupBy(ranked, ({ word }) => word).values()].flatMap(group => group.toSorted((a, b) => a.distance - b.distance).slice(0, lookedAt))
  if (nearest.length === 0) return new Map()
  const uses = await usesOf(near, [...unwritten ? [] : words, ...nearest.map(({ candidate }) => candidate)])
  const usesOfOne = (word: string) => uses.get(word) ?? 0
  const found = nearest.filter(({ word, candidate }) => usesOfOne(word) === 0 && usesOfOne(candidate) > 0)
  return new Map([...Map.groupBy(found, ({ word }) => word)].map(([word, group]) => {
    const best = group.filter(({ distance }) => distance === group[0]?.distance)
    return [word, best.map(({ candidate }) => candidate).toSorted((a, b) => usesOfOne(b) - usesOfOne(a)).slice(0, nearAtMost)]
  }))
}

async function likeWords(db: Db, words: string[], unwritten: boolean): Promise<{ word: string; candidate: string }[]> {
  const { rows } = await sql<{ word: string; candidate: string }>`with typed as materialized (
      select word from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) as given (word)
      where exists (select from help_words as known where known.word = given.word) <> ${unwritten}::boolean and numnode(plainto_tsquery('english', given.word)) > 0 limit ${sql.lit(mistypedAtMost)})
    select typed.word, candidate from typed cross join lateral (
    (select word as candidate from help_words where word % typed.word and length(word) between length(typed.word) - 2 and length(typed.word) + 2 order by similarity(word, typed.word) desc limit ${sql.lit(alike)})
    union (select word from help_words where length(typed.word) >= ${sql.lit(begins)} and word like typed.word || '%' order by length(word), word limit 5)) as near`.execute(db)
  return rows
}

/** In how many of the texts that this reader may see each word is, counted up to twenty; a word that is never looked for, as "the", counts as one of them. */
async function usesOf({ db, viewer, configs }: Near, words: string[]): Promise<Map<string, number>> {
  if (words.length === 0) return new Map()
  const has = sql<boolean>`search @@ cut and help_config(language) = config`
  const articles = articlesSeenBy(db, viewer).select(sql`1`.as('one')).where(has).limit(sql.lit(20))
  const questions = questionsSeenBy(db, viewer).select(sql`1`.as('one')).where(has).limit(sql.lit(20))
  const { rows } = await sql<{ word: string; uses: number }>`select word, count(*) as uses
    from jsonb_array_elements_text(${JSON.stringify([...new Set(words)])}::jsonb) as word cross join (select value::regconfig as config from jsonb_array_elements_text(${configs}::jsonb)) as configs
    cross join lateral (select plainto_tsquery(config, word) as cut offset 0) as query
    cross join lateral ((${articles}) union all (${questions}) union all select 1 where numnode(cut) = 0) as found group by word`.execute(db)
  return new Map(rows.map(({ word, uses }) => [word, Number(uses)]))
}

const isNear = ({ word, candidate, distance }: { word: string; candidate: string; distance: number }): boolean => distance <= allowed(word, candidate)

/** How many letters may be wrong; a word of which only the beginning was typed counts as a little wrong. */
function allowed(word: string, candidate: string): number {
  if (candidate.startsWith(word) && word.length >= begins) return Infinity
  return word.length < 9 ? 1 : 2
}

/** Letters to add, drop, change, or to let change places with the next. */
function distanceOf(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + changed, swapped ? at(before, column - 2) + 1 : Infinity))
    }
    before = last
    last = current
  }
  return at(last, b.length)
}

const at = (row: number[], column: number): number => row[column] ?? Infinity
