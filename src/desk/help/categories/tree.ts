import { t } from '../../../web/i18n.ts'
import type { Option } from '../../../web/views.ts'

/** As much of a category as says where it stands. */
export interface Place { id: string; slug: string; name: string; parent_id: string | null }
export type Branch<Category extends Place> = Category & { branches: Branch<Category>[] }

/** The categories as a tree, brothers and sisters in the order given. */
export function treeOf<Category extends Place>(all: Category[], parentId: string | null = null): Branch<Category>[] {
  const below = Map.groupBy(all, ({ parent_id }) => parent_id)
  const grow = (id: string | null): Branch<Category>[] => (below.get(id) ?? []).map(category => ({ ...category, branches: grow(category.id) }))
  return grow(parentId)
}

/** Every category of the tree with the names that lead to it, in tree order. */
export function pathsOf<Category extends Place>(tree: Branch<Category>[], above: string[] = []): (Category & { path: string })[] {
  return tree.flatMap(branch => {
    const names = [...above, branch.name]
    return [{ ...branch, path: names.join(' › ') }, ...pathsOf(branch.branches, names)]
  })
}

/** Whether the category lies within the other, or is it. */
export function isWithin(all: Pick<Place, 'id' | 'parent_id'>[], id: string, within: string): boolean {
  const parents = new Map(all.map(category => [category.id, category.parent_id]))
  const seen = new Set<string>()
  for (let at: string | null | undefined = id; at != null && !seen.has(at); at = parents.get(at)) {
    if (at === within) return true
    seen.add(at)
  }
  return false
}

/** The categories to choose from, by id, behind an answer for none. */
export function choicesOf(all: Place[], none: string = t('desk-help.no-category'), without?: string): Option[] {
  const paths = pathsOf(treeOf(all)).filter(({ id }) => without === undefined || !isWithin(all, id, without))
  return [{ value: 'none', label: none }, ...paths.map(({ id, path }) => ({ value: id, label: path }))]
}
