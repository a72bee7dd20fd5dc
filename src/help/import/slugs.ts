import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { isReserved, slugOf } from '../slugs.ts'

const longest = 80

/** The slugs that are taken, those that lead on from earlier included: all at once, as thousands of texts look for one. */
export class Slugs {
  readonly #taken: Set<string>
  readonly #next = new Map<string, number>()

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  has(slug: string): boolean {
    return this.#taken.has(slug)
  }

  /** The wanted one; where that is taken, the same with what it lies in before it, or else with a number behind. */
  take(wanted: string, within: string): string {
    const parented = slugOf(`${within} ${wanted}`)
    for (const candidate of [wanted, ...(within === '' ? [] : [parented])]) {
      if (this.#isFree(candidate)) return this.#keep(candidate)
    }
    const base = within === '' ? wanted : parented
    for (let number = this.#next.get(base) ?? 2; ; number++) {
      const numbered = `${base.slice(0, longest - 8)}-${number}`
      this.#next.set(base, number + 1)
      if (this.#isFree(numbered)) return this.#keep(numbered)
    }
  }

  #isFree(slug: string): boolean {
    return !this.#taken.has(slug)
  }

  #keep(slug: string): string {
    this.#taken.add(slug)
    return slug
  }
}

export async function takenSlugs(db: Db, kind: 'article' | 'category'): Promise<Slugs> {
  const table = kind === 'article' ? 'kb_articles' as const : 'kb_categories' as const
  const now = await db.selectFrom(table).select('slug').execute()
  const former = await db.selectFrom('former_slugs').select('slug').where('kind', '=', kind).execute()
  return new Slugs([...now, ...former].map(({ slug }) => slug))
}

/** A category's slug, never one of our own pages'. */
export function categorySlug(slugs: Slugs, name: string, parent: string): string {
  const wanted = slugOf(name)
  return isReserved(wanted) ? slugs.take(slugOf(`${parent === '' ? 'about' : parent} ${wanted}`), parent) : slugs.take(wanted, parent)
}

/** Rows that came of this import before, by their source. */
export function underSource(name: string) {
  const prefix = `${name}/`
  return sql<boolean>`starts_with(source, ${prefix})`
}
