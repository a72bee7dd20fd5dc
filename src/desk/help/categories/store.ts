import { sql, type Selectable } from 'kysely'
import type { Db, Trx } from '../../../db/connect.ts'
import type { CategoryField, Database } from '../../../db/schema.ts'
import { announce, rememberSlug } from '../../../help/index.ts'
import { Changed } from '../../../web/versions.ts'
import { isWithin } from './tree.ts'

export type Category = Selectable<Database['kb_categories']>

/** What a form says of a category. */
export interface CategoryText {
  name: string
  slug: string
  description: string
  parentId: string | null
  icon: string
  takesTickets: boolean
  fields: CategoryField[]
}

/** Every category, in the order in which brothers and sisters stand. */
export async function allCategories(db: Db): Promise<Category[]> {
  return db.selectFrom('kb_categories').selectAll().orderBy('position').orderBy('name').orderBy('id').execute()
}

/** How many articles and questions hang on each category. */
export async function countTexts(db: Db): Promise<Map<string, { articles: number; questions: number }>> {
  const rows = await db.selectFrom('kb_categories').select('id')
    .select(it => it.selectFrom('kb_articles').select(sql<number>`count(*)::int`.as('n')).whereRef('category_id', '=', 'kb_categories.id').as('articles'))
    .select(it => it.selectFrom('kb_questions').select(sql<number>`count(*)::int`.as('n')).whereRef('category_id', '=', 'kb_categories.id').as('questions'))
    .execute()
  return new Map(rows.map(({ id, articles, questions }) => [id, { articles: articles ?? 0, questions: questions ?? 0 }]))
}

export async function findCategory(db: Db, id: string): Promise<Category | undefined> {
  return db.selectFrom('kb_categories').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Two changes to the tree at once could make a circle that neither would alone: one waits for the other. */
export async function lockTree(trx: Trx): Promise<void> {
  await sql`lock table kb_categories in share row exclusive mode`.execute(trx)
}

/** Writes a new category, last among its brothers and sisters. */
export async function createCategory(trx: Trx, text: CategoryText): Promise<string> {
  const last = await trx.selectFrom('kb_categories').select(it => it.fn.max('position').as('position'))
    .where('parent_id', 'is not distinct from', text.parentId).executeTakeFirst()
  const { id } = await trx.insertInto('kb_categories').values({ ...columnsOf(text), position: (last?.position ?? 0) + 1 }).returning('id').executeTakeFirstOrThrow()
  await announce(trx)
  return id
}

/** Writes over the version that the editor saw, where that leaves a tree; the former slug keeps leading to it. */
export async function changeCategory(trx: Trx, id: string, version: number, text: CategoryText): Promise<string> {
  if (text.parentId !== null && isWithin(await allCategories(trx), text.parentId, id)) throw new Changed()
  const before = await trx.selectFrom('kb_categories').select('slug').where('id', '=', id).where('version', '=', version).forUpdate().executeTakeFirst()
  if (before === undefined) throw new Changed()
  await trx.updateTable('kb_categories').set({ ...columnsOf(text), version: version + 1 }).where('id', '=', id).execute()
  await rememberSlug(trx, 'category', id, before.slug, text.slug)
  await announce(trx)
  return id
}

function columnsOf({ name, slug, description, parentId, icon, takesTickets, fields }: CategoryText) {
  return { name, slug, description: description === '' ? null : description, parent_id: parentId, icon, takes_tickets: takesTickets, fields: JSON.stringify(fields) }
}

/** Moves a category one place up or down among its brothers and sisters. */
export async function moveCategory(trx: Trx, id: string, step: -1 | 1): Promise<void> {
  await lockTree(trx)
  const all = await allCategories(trx)
  const siblings = all.filter(({ parent_id }) => parent_id === all.find(category => category.id === id)?.parent_id)
  const from = siblings.findIndex(category => category.id === id)
  const to = from + step
  if (from === -1 || to < 0 || to >= siblings.length) return
  const moved = siblings.toSpliced(from, 1).toSpliced(to, 0, ...siblings.slice(from, from + 1))
  for (const [at, { id: one, position }] of moved.entries()) {
    if (position !== at + 1) await trx.updateTable('kb_categories').set({ position: at + 1 }).where('id', '=', one).execute()
  }
  await announce(trx)
}

/** What still hangs on a category. */
export interface Held { articles: number; questions: number; categories: number; tickets: number }

/** Removes an empty category, so that undefined is returned; or says what it still holds. */
export async function removeCategory(trx: Trx, id: string): Promise<Held | undefined> {
  await lockTree(trx)
  const held = await holds(trx, id)
  if (Object.values(held).some(count => count > 0)) return held
  await trx.deleteFrom('former_slugs').where('kind', '=', 'category').where('target_id', '=', id).execute()
  await trx.deleteFrom('kb_categories').where('id', '=', id).execute()
  await announce(trx)
  return undefined
}

async function holds(trx: Trx, id: string): Promise<Held> {
  const count = (table: 'kb_articles' | 'kb_questions' | 'kb_categories' | 'tickets', column: 'category_id' | 'parent_id') =>
    sql<number>`(select count(*)::int from ${sql.table(table)} where ${sql.ref(column)} = ${id})`
  return trx.selectNoFrom([
    count('kb_articles', 'category_id').as('articles'), count('kb_questions', 'category_id').as('questions'),
    count('kb_categories', 'parent_id').as('categories'), count('tickets', 'category_id').as('tickets'),
  ]).executeTakeFirstOrThrow()
}
