import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import type { HelpMemory } from '../memory.ts'
import { stemmed } from '../rules.ts'
import { kindOf, readCategories } from '../store/categories.ts'
import { flattened, type Category } from '../tree.ts'
import { articleAddress, questionAddress } from '../slugs.ts'
import { clausesOf, isAsked, synonymsOf, typed, withoutAsides, withSynonyms, type Clause, type Synonyms } from './ask.ts'
import { extractOf } from './extract.ts'
import { findWhole, pageSize, weighedAtMost, type Row } from './find.ts'
import { few, look, lookFurther, termsOf, type Looked } from './look.ts'
import { nearClauses, type Near } from './near.ts'
import { inTurn } from './turns.ts'

export { pageSize } from './find.ts'

/** What somebody looks for: the whole state of the address. */
export interface Search {
  text: string
  /** The slug of a category, with all that hangs below it; '' for everywhere. */
  category: string
  /** From 1. */
  page: number
  /** True where the words are meant exactly as typed: nothing near them is shown instead. */
  exactly?: boolean
}

/** An article or a question that was found. */
export interface Hit {
  kind: 'article' | 'question'
  id: string
  slug: string
  title: string
  /** Escaped text with the words found in <mark>. */
  extract: SafeHtml
  category: string | null
  language: string
  /** Where it is read. */
  address: string
}

/** One page of what was found. */
export interface Found {
  hits: Hit[]
  total: number
  /** True where there are more than were counted. */
  more: boolean
  /** The words searched for in place of those typed, which nothing has. */
  instead: string | undefined
  /** True where hardly anything has all the words, and these have some of them. */
  loose: boolean
}

/** Where it is all kept: the app has both. */
export interface Shelf { db: Db; helpMemory: HelpMemory }

/** Pages end where texts are weighed no more. */
export const pagesAtMost = weighedAtMost / pageSize
const nothing: Found = { hits: [], total: 0, more: false, instead: undefined, loose: false }

/** What this reader may see of what they look for, the best first. Remembered: many look for the same. */
export async function searchHelp(shelf: Shelf, viewer: Viewer | null, search: Search): Promise<Found> {
  const text = typed(search.text)
  const clauses = clausesOf(text)
  if (!clauses.some(isAsked)) return nothing
  const { category, page, exactly = false } = search
  return shelf.helpMemory.keep(`search ${JSON.stringify([kindOf(viewer), text, category, page, exactly])}`, () => inTurn(() => find(shelf, viewer, clauses, search)))
}

/** The best answers to what is being typed: any of its words will do. */
export async function suggest(shelf: Shelf, viewer: Viewer | null, text: string, atMost: number): Promise<Hit[]> {
  const { hits } = await searchHelp(shelf, viewer, { text, category: '', page: 1 })
  return hits.slice(0, atMost)
}

async function find(shelf: Shelf, viewer: Viewer | null, asked: Clause[], { category, page, exactly }: Search): Promise<Found> {
  const [known, { bySlug, byId }] = await Promise.all([readKnown(shelf), readCategories(shelf, viewer)])
  const below = bySlug.get(category)
  const scope = { viewer, configs: known.configs, categories: below === undefined ? null : flattened([below]).map(({ id }) => id), offset: (Math.min(page, pagesAtMost) - 1) * pageSize }
  const clauses = withSynonyms(withoutAsides(asked), known.synonyms)

  const near: Near = { db: shelf.db, viewer, configs: known.configs }
  const again = async (replaced: Clause[]) => foundIn(await look(shelf.db, scope, withSynonyms(replaced, known.synonyms)), byId, replaced)

  const whole = await findWhole(shelf.db, viewer, termsOf(scope, clauses))
  if (whole.length >= few || exactly === true) return foundIn(await lookFurther(shelf.db, scope, clauses, whole), byId, undefined)
  const replaced = await nearClauses(near, clauses, 'unwritten')
  if (replaced !== undefined) return again(replaced)
  const found = await lookFurther(shelf.db, scope, clauses, whole)
  const hidden = found.loose ? await nearClauses(near, clauses, found.rows[0]?.missing ?? 'any') : undefined
  return hidden === undefined ? foundIn(found, byId, undefined) : again(hidden)
}

function foundIn({ rows, total, loose }: Looked, categories: Map<string, Category>, instead: Clause[] | undefined): Found {
  const lexemes = rows[0]?.lexemes ?? ''
  const stems = [...new Set([...lexemes.matchAll(/'((?:[^']|'')+)'/g)].map(([, lexeme = '']) => lexeme))]
  return {
    hits: rows.map(row => hitOf(row, stems, categories)),
    total: Math.min(total, weighedAtMost), more: total >= weighedAtMost, loose: loose && rows.length > 0,
    instead: instead === undefined ? undefined : textOf(instead),
  }
}

const textOf = (clauses: Clause[]): string => clauses.map(({ texts, not, phrase }) => {
  const [text = ''] = texts
  return `${not === true ? '-' : ''}${phrase === true ? `"${text}"` : text}`
}).join(' ')

function hitOf({ kind, id, slug, title, language, summary, beginning, category_id }: Row, stems: string[], categories: Map<string, Category>): Hit {
  return {
    kind, id, slug, title, language, extract: extractOf(beginning === '' ? summary : beginning, stems),
    category: categories.get(category_id ?? '')?.name ?? null,
    address: kind === 'article' ? articleAddress(slug) : questionAddress(slug),
  }
}

interface Known { synonyms: Synonyms; configs: string }

/** What holds for every search, until something changes. */
function readKnown({ db, helpMemory }: Shelf): Promise<Known> {
  return helpMemory.keep('search', async () => {
    const groups = await db.selectFrom('synonyms').select('words').orderBy('id').execute()
    const { rows } = await sql<{ language: string }>`select distinct language from kb_articles union select distinct language from kb_questions`.execute(db)
    const configs = [...new Set(rows.map(({ language }) => stemmed[language] ?? 'simple'))].sort()
    return { synonyms: synonymsOf(groups.map(({ words }) => words)), configs: JSON.stringify(configs.length === 0 ? ['english'] : configs) }
  })
}
