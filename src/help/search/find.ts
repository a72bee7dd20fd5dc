import { sql, type RawBuilder } from 'kysely'
import { compiled, type Later } from '../../db/compiled.ts'
import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import { kindOf } from '../store/categories.ts'
import { articlesSeenBy, questionsSeenBy } from '../store/visible.ts'
import { clausesAtMost } from './ask.ts'

/** Where to look, and what for. */
interface Terms {
  /** As JSON, of `Clause`s. */
  clauses: string
  /** Where a text may be that has a word which is not wanted, its title does not tell. */
  negative: boolean
  /** Of PostgreSQL, one for each language that there are texts in, as JSON. */
  configs: string
  /** Null for everywhere. */
  categories: string[] | null
  offset: number
  size: number
}

export interface Row {
  kind: 'article' | 'question'
  id: string
  slug: string
  title: string
  language: string
  summary: string
  beginning: string
  category_id: string | null
  total: number
  /** Clauses that nothing has, by their place from 1. */
  missing: number[]
  /** What was looked for, as PostgreSQL cuts it. */
  lexemes: string
}

export const pageSize = 10
/** So many are weighed where there are more: first those that have the words where it counts, then any. */
export const weighedAtMost = 100
const listedAtMost = 80
const configsAtMost = 5
/** So many of the likeliest are weighed by all that they say. */
const likeliest = 20
/** As much of a text as an extract is taken from. */
const beginning = 4_000

type Ask = (db: Db, terms: Terms) => Promise<Row[]>

/** The texts that have all clauses, the best first. */
export const findWhole: (db: Db, viewer: Viewer | null, terms: Terms) => Promise<Row[]> = perKind((db, viewer, later) => sql<Row>`with
  ${words(later)},
  together as materialized (select config, string_agg(case when unwanted then '!' else '' end || '(' || word::text || ')', ' & ')::tsquery as wanted from cut group by config limit ${sql.lit(configsAtMost)}),
  headed as materialized (select found.* from together cross join lateral (${articles(db, viewer, later, sql`heads @@ wanted and (not ${later('negative')}::boolean or search @@ wanted)`).limit(sql.lit(weighedAtMost))}) as found),
  found as materialized (select * from headed
    union all select found.* from together cross join lateral (
      (${articles(db, viewer, later, sql`search @@ wanted and id not in (select id from headed)`).limit(rest)})
      union all (${questions(db, viewer, later, sql`search @@ wanted`).limit(sql.lit(weighedAtMost))})) as found),
  ranked as materialized (select kind, id, (select coalesce(sum(ts_rank('{.15,.2,.5,1}', heads, word)), 0) from words where words.config = found.config) / long as score from found),
  ${page(sql`ranked`, later)}
  select shown.*, (select count(*) from ranked) as total, array[]::int[] as missing, ${lexemes} from ordered cross join lateral (${shown}) as shown order by score desc, ordered.id`)

/**
 * The texts that have some clause, those with the rarest and most of them first; what stands in a title or heading is listed twice, where the word is rare.
 * A long text has many words by chance. */
export const findParts: (db: Db, viewer: Viewer | null, terms: Terms) => Promise<Row[]> = perKind((db, viewer, later) => sql<Row>`with
  ${words(later)},
  listed as materialized (select place, found.* from words cross join lateral (
    with headed as materialized (${articles(db, viewer, later, sql`heads @@ word`).limit(sql.lit(listedAtMost))})
    select kind, id, config from headed
    union all (select kind, id, config from (${articles(db, viewer, later, sql`search @@ word`).limit(sql<number>`(select ${sql.lit(listedAtMost)} - count(*) from headed)`)}) as others)
    union all (select kind, id, config from (${questions(db, viewer, later, sql`search @@ word`).limit(sql.lit(listedAtMost))}) as answered)) as found),
  rarity as materialized (select place, ln(1 + ${sql.lit(2 * listedAtMost)} / count(*)::float) as rare from listed group by place),
  likely as materialized (select kind, id, config, sum(rare) as score from listed join rarity using (place) group by kind, id, config order by score desc, id limit ${sql.lit(likeliest)}),
  weighed as materialized (select likely.kind, likely.id, (select sum(rare * ts_rank('{.4,.4,.7,1}', search, word)) from words join rarity using (place) where words.config = likely.config) / sqrt(100 + length(search)) as score
    from likely cross join lateral (select search || '' as search from kb_articles where kb_articles.id = likely.id union all select search from kb_questions where kb_questions.id = likely.id offset 0) as texts),
  ${page(sql`weighed`, later)}
  select shown.*, (select count(*) from weighed) as total, array(select place from words where place not in (select place from rarity)) as missing, ${lexemes} from ordered cross join lateral (${shown}) as shown order by score desc, ordered.id`)

/** Readers who may see the same ask the same question. */
function perKind(question: (db: Db, viewer: Viewer | null, later: Later<Terms>) => RawBuilder<Row>) {
  const made = new Map<string, Ask>()
  return async (db: Db, viewer: Viewer | null, terms: Terms): Promise<Row[]> => {
    const ask = made.get(kindOf(viewer)) ?? compiled<Terms, Row>((any, later) => ({ compile: () => question(any, viewer, later).compile(any) }))
    made.set(kindOf(viewer), ask)
    return (await ask(db, terms)).map(row => ({ ...row, total: Number(row.total) }))
  }
}

/** As JSON, of which nobody knows how long it is before it comes: else PostgreSQL would plan every search anew, which takes longer than to do it. */
const configs = (later: Later<Terms>) => sql`(select value::regconfig as config from jsonb_array_elements_text(${later('configs')}::jsonb) limit ${sql.lit(configsAtMost)}) as given`

/** Without a parameter in its limit, for the same reason. */
const page = (all: RawBuilder<unknown>, later: Later<Terms>) => sql`placed as (select kind, id, score, row_number() over (order by score desc, id) as place from ${all}),
  ordered as (select * from placed where place > ${later('offset')}::int and place <= ${later('offset')}::int + ${later('size')}::int order by place limit ${sql.lit(weighedAtMost)})`

/**
 * Each clause in each language; without those of which nothing remains, as "the".
 * Counted out of the planner's sight and with a small limit: it would else find a plan for just these words cheaper, and plan every search anew.
 * A single word is the usual case, which needs no function of ours. */
const words = (later: Later<Terms>) => sql`configs as materialized (select config from ${configs(later)}),
  said as materialized (select ${later('clauses')}::jsonb as everything),
  clauses as materialized (select clause, place from said cross join jsonb_array_elements(everything) with ordinality as each (clause, place) limit ${sql.lit(clausesAtMost)}),
  cut as materialized (select config, place::int, clause ? 'not' as unwanted, word from configs cross join clauses cross join lateral (
    select case when clause ? 'phrase' or jsonb_array_length(clause -> 'texts') > 1 then help_query(config, jsonb_build_array(clause - 'not')) else plainto_tsquery(config, clause -> 'texts' ->> 0) end as word offset 0) as query where numnode(word) > 0),
  words as materialized (select config, place, word from cut where not unwanted)`

const rest = sql<number>`(select ${sql.lit(weighedAtMost)} - count(*) from headed)`
const lexemes = sql`(select string_agg(word::text, ' ') from words) as lexemes`

/** A long title has its words by chance. */
const longness = (text: RawBuilder<unknown>) => sql`(1 + ln(1 + length(${text})) / 20)`

function articles(db: Db, viewer: Viewer | null, later: Later<Terms>, condition: RawBuilder<unknown>) {
  return articlesSeenBy(db, viewer).select([sql.lit('article').as('kind'), 'id', 'heads', sql`config`.as('config'), longness(sql`title`).as('long')])
    .where(inScope(condition, later))
}

function questions(db: Db, viewer: Viewer | null, later: Later<Terms>, condition: RawBuilder<unknown>) {
  return questionsSeenBy(db, viewer).select([sql.lit('question').as('kind'), 'id', 'heads', sql`config`.as('config'), longness(sql`question`).as('long')])
    .where(inScope(condition, later))
}

const inScope = (condition: RawBuilder<unknown>, later: Later<Terms>) =>
  sql<boolean>`${condition} and help_config(language) = config and (${later('categories')}::uuid[] is null or category_id = any(${later('categories')}::uuid[]))`

const shown = sql`select 'article' as kind, id, slug, title, language, summary, left(body_text, ${sql.lit(beginning)}) as beginning, category_id from kb_articles where ordered.kind = 'article' and kb_articles.id = ordered.id
  union all select 'question', id, slug, question, language, '', left(answer_text, ${sql.lit(beginning)}), category_id from kb_questions where ordered.kind = 'question' and kb_questions.id = ordered.id`
