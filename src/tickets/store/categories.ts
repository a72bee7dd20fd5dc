import type { Db } from '../../db/connect.ts'

export interface Category { id: string; slug: string; name: string; description: string | null }

const freshFor = 10_000
const known = new WeakMap<Db, { at: number; categories: Promise<Category[]> }>()

/** What tickets can be about, in the order that staff gave them. Remembered for ten seconds: every list asks. */
export function listCategories(db: Db): Promise<Category[]> {
  const last = known.get(db)
  if (last !== undefined && performance.now() - last.at < freshFor) return last.categories
  const categories = db.selectFrom('kb_categories').select(['id', 'slug', 'name', 'description'])
    .where('parent_id', 'is', null).orderBy('position').orderBy('name').execute()
  known.set(db, { at: performance.now(), categories })
  categories.catch(() => known.delete(db))
  return categories
}
