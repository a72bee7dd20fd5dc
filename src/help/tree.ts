import type { Icon } from '../web/icons.ts'

/** A category as it lies in the database, with the articles in it that this reader may see. */
export interface CategoryRow { id: string; slug: string; name: string; description: string | null; icon: Icon; parent_id: string | null; articles: number }

/** A category as a reader meets it: with its branches, and all that can be read in and below it. */
export interface Category {
  id: string
  slug: string
  name: string
  description: string
  icon: Icon
  /** How many articles there are in it and below it. */
  count: number
  /** From the top down to the one above this. */
  above: Crumb[]
  subs: Category[]
}
export interface Crumb { slug: string; name: string }

/** The tree in its order, without branches where there is nothing to read. What hangs on itself hangs on no top, and is not in it. */
export function treeOf(rows: CategoryRow[]): Category[] {
  const below = Map.groupBy(rows, ({ parent_id }) => parent_id)
  const grow = (parent: string | null, above: Crumb[]): Category[] =>
    (below.get(parent) ?? []).map(row => branch(row, above, grow(row.id, [...above, { slug: row.slug, name: row.name }])))
      .filter(({ count }) => count > 0)
  return grow(null, [])
}

function branch({ id, slug, name, description, icon, articles }: CategoryRow, above: Crumb[], subs: Category[]): Category {
  return { id, slug, name, description: description ?? '', icon, above, subs, count: subs.reduce((sum, { count }) => sum + count, articles) }
}

/** Every category of the tree, each before those below it. */
export const flattened = (tree: Category[]): Category[] => tree.flatMap(category => [category, ...flattened(category.subs)])
