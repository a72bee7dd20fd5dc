import type { Db, Trx } from '../../db/connect.ts'
import type { CategoryField } from '../../db/schema.ts'

export interface Category { id: string; slug: string; name: string; description: string | null }

/** A category with what the guide needs of it. */
export interface AskedCategory extends Category { parent_id: string | null; icon: string; fields: CategoryField[] }

/** Every category that tickets can be about, at any depth, in the order that staff gave them, as it is now. */
export async function askedCategories(db: Db): Promise<AskedCategory[]> {
  return db.selectFrom('kb_categories').select(['id', 'slug', 'name', 'description', 'parent_id', 'icon', 'fields'])
    .where('takes_tickets', '=', true).orderBy('position').orderBy('name').execute()
}

const freshFor = 10_000
const known = new WeakMap<Db, { at: number; categories: Promise<Category[]> }>()

/** What tickets can be about, in the order of the tree, each named with those above it. Remembered for ten seconds: every list asks. */
export function listCategories(db: Db): Promise<Category[]> {
  const last = known.get(db)
  if (last !== undefined && performance.now() - last.at < freshFor) return last.categories
  const categories = askedCategories(db).then(named)
  known.set(db, { at: performance.now(), categories })
  categories.catch(() => known.delete(db))
  return categories
}

/** What was remembered is no longer so. */
export function forgetCategories(db: Db): void {
  known.delete(db)
}

/** True where tickets can be about it, and then it stays so until the transaction ends: the list may have been read before staff changed it. */
export async function holdCategory(trx: Trx, id: string): Promise<boolean> {
  return await trx.selectFrom('kb_categories').select('id').where('id', '=', id).where('takes_tickets', '=', true).forShare().executeTakeFirst() !== undefined
}

function named(all: AskedCategory[]): Category[] {
  return inTreeOrder(all).map(category => {
    const { id, slug, description } = category
    return { id, slug, description, name: pathOf(all, category).map(({ name }) => name).join(' › ') }
  })
}

function inTreeOrder(all: AskedCategory[]): AskedCategory[] {
  const grow = (categories: AskedCategory[]): AskedCategory[] => categories.flatMap(category => [category, ...grow(all.filter(({ parent_id }) => parent_id === category.id))])
  return grow(rootsOf(all))
}

/** Those that a choice begins with: what hangs below none that takes tickets. */
export function rootsOf<Asked extends Pick<AskedCategory, 'id' | 'parent_id'>>(all: Asked[]): Asked[] {
  return all.filter(({ parent_id }) => !all.some(({ id }) => id === parent_id))
}

/** From the root to the category. */
export function pathOf<Asked extends Pick<AskedCategory, 'id' | 'parent_id'>>(all: Asked[], category: Asked): Asked[] {
  const parent = all.find(({ id }) => id === category.parent_id)
  return parent === undefined ? [category] : [...pathOf(all.filter(({ id }) => id !== category.id), parent), category]
}
