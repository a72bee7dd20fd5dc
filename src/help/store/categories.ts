import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import { categoryIcon } from '../../web/icons.ts'
import type { HelpMemory } from '../memory.ts'
import { visibleTo } from '../rules.ts'
import { flattened, treeOf, type Category } from '../tree.ts'
import { articlesSeenBy } from './visible.ts'

/** The categories as this kind of reader sees them: the top ones, and each by its slug and its id. */
export interface Categories { tops: Category[]; bySlug: Map<string, Category>; byId: Map<string, Category> }

/** What everybody who may see the same has in common; part of a key of the memory. */
export const kindOf = (viewer: Viewer | null): string => visibleTo(viewer).join()

/** The category tree for this reader. */
export function readCategories({ db, helpMemory }: { db: Db; helpMemory: HelpMemory }, viewer: Viewer | null): Promise<Categories> {
  return helpMemory.keep(`categories ${kindOf(viewer)}`, async () => {
    const tops = treeOf(await listRows(db, viewer))
    const all = flattened(tops)
    return { tops, bySlug: new Map(all.map(category => [category.slug, category])), byId: new Map(all.map(category => [category.id, category])) }
  })
}

async function listRows(db: Db, viewer: Viewer | null) {
  const counted = articlesSeenBy(db, viewer).select(it => ['category_id', it.fn.countAll<number>().as('articles')]).groupBy('category_id')
  const rows = await db.selectFrom('kb_categories')
    .leftJoin(counted.as('counted'), 'counted.category_id', 'kb_categories.id')
    .select(['id', 'slug', 'name', 'description', 'icon', 'parent_id', 'articles'])
    .orderBy('position').orderBy('name').orderBy('id').execute()
  return rows.map(row => ({ ...row, icon: categoryIcon(row.icon), articles: row.articles ?? 0 }))
}

/** Where a category is now that once had this slug. */
export async function findMovedCategory(db: Db, slug: string): Promise<string | undefined> {
  const moved = await db.selectFrom('former_slugs').innerJoin('kb_categories', 'kb_categories.id', 'former_slugs.target_id')
    .select('kb_categories.slug').where('kind', '=', 'category').where('former_slugs.slug', '=', slug).executeTakeFirst()
  return moved?.slug
}
