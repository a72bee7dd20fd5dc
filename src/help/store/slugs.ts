import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { longestSlug } from '../slugs.ts'

type Kind = 'article' | 'category' | 'question'
const tables = { article: 'kb_articles', category: 'kb_categories', question: 'kb_questions' } as const

/** The wanted slug, or the same with the first number behind it that nothing else has. What once led to another text stays that text's, unless it is `own`. */
export async function freeSlug(db: Db, kind: Kind, wanted: string, own?: string): Promise<string> {
  // With room for the number: a longer one could not be saved again.
  const base = [...wanted].slice(0, longestSlug - 8).join('').replace(/-+$/, '')
  const { rows } = await sql<{ slug: string }>`
    select slug from ${sql.table(tables[kind])} where (slug = ${wanted} or slug like ${`${base}-%`}) and id is distinct from ${own ?? null}
    union select slug from former_slugs where kind = ${kind} and (slug = ${wanted} or slug like ${`${base}-%`}) and target_id is distinct from ${own ?? null}`.execute(db)
  const taken = new Set(rows.map(row => row.slug))
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? wanted : `${base}-${number}`
    if (!taken.has(candidate)) return candidate
  }
}

/** Lets the former address lead here for ever, and no longer elsewhere what this text is called now. */
export async function rememberSlug(db: Db, kind: Kind, id: string, before: string, now: string): Promise<void> {
  if (before === now) return
  await db.deleteFrom('former_slugs').where('kind', '=', kind).where('slug', '=', now).execute()
  await db.insertInto('former_slugs').values({ kind, slug: before, target_id: id })
    .onConflict(conflict => conflict.columns(['kind', 'slug']).doUpdateSet({ target_id: id })).execute()
}
