import { randomUUID } from 'node:crypto'
import { basename, dirname } from 'node:path'
import type { Db, Trx } from '../../db/connect.ts'
import { announce } from '../changes.ts'
import { slugOf } from '../slugs.ts'
import { folderWords, speaksForFolder, type FolderWords } from './folder-words.ts'
import { isIndex, type Page } from './page.ts'
import type { Report } from './report.ts'
import { categorySlug, takenSlugs, underSource, type Slugs } from './slugs.ts'
import { sourceOf } from './source.ts'
import { lineOf, numberOf, readable } from './titles.ts'
import type { Tree } from './tree.ts'

export interface Category { id: string; slug: string }

/** Folders below this are their ancestor's category: no reader goes deeper. */
const deepest = 20
/** Categories in one transaction. */
const together = 100

/** Makes a category of each folder in which there is something to read; returns them by the paths of all folders. */
export async function makeCategories(db: Db, tree: Tree, pages: Pick<Page, 'path' | 'title' | 'order' | 'empty'>[], report: Report, into?: string): Promise<Map<string, Category | undefined>> {
  const indexes = new Map(pages.filter(({ path }) => isIndex(path)).map(page => [folderOf(page.path), page]))
  const maker = new Maker(tree.name, await takenSlugs(db, 'category'), report, await earlier(db, tree.name))
  const made = new Map<string, Category | undefined>([['', into === undefined ? undefined : await db.transaction().execute(trx => maker.named(trx, into))]])
  const folders = foldersOf([...pages.filter(({ empty }) => !empty).map(({ path }) => path), ...[...tree.files].filter(speaksForFolder)])
  for (let at = 0; at < folders.length; at += together) {
    const told = await Promise.all(folders.slice(at, at + together).map(async folder => [folder, await wordsOf(tree, folder, indexes.get(folder), report)] as const))
    await db.transaction().execute(async trx => {
      for (const [folder, words] of told) {
        const parent = made.get(folderOf(folder))
        made.set(folder, folder.split('/').length > deepest ? parent : await maker.make(trx, folder, words, parent))
      }
      await maker.write(trx)
    })
  }
  return made
}

async function wordsOf(tree: Tree, folder: string, index: Pick<Page, 'title' | 'order'> | undefined, report: Report): Promise<Words> {
  const name = basename(folder)
  return { name: index?.title ?? readable(name), order: index?.order ?? numberOf(name), ...await folderWords(tree, folder, report) }
}

/** Categories of earlier imports, by their source. */
async function earlier(db: Db, name: string): Promise<Map<string, Category>> {
  const rows = await db.selectFrom('kb_categories').select(['id', 'slug', 'source']).where(underSource(name)).execute()
  return new Map(rows.map(({ source, ...category }) => [source ?? '', category]))
}

export const folderOf = (path: string): string => {
  const folder = dirname(path)
  return folder === '.' ? '' : folder
}

/** Every folder that holds one of the files, however deep; each after the one that it lies in. */
function foldersOf(paths: string[]): string[] {
  const found = new Set<string>()
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== '' && !found.has(folder); folder = folderOf(folder)) found.add(folder)
  }
  return [...found].sort()
}

type Words = FolderWords & { name: string; order: number }

class Maker {
  readonly #name: string
  readonly #slugs: Slugs
  readonly #report: Report
  readonly #earlier: Map<string, Category>
  /** Made, and not written yet. */
  #rows: Row[] = []

  constructor(name: string, slugs: Slugs, report: Report, earlier: Map<string, Category>) {
    this.#name = name
    this.#slugs = slugs
    this.#report = report
    this.#earlier = earlier
  }

  /** The category with this slug, made where there is none yet. */
  async named(trx: Trx, slug: string): Promise<Category> {
    const known = await trx.selectFrom('kb_categories').select(['id', 'slug']).where('slug', '=', slug).executeTakeFirst()
    const category = known ?? this.#add({ name: readable(slug), order: 0, slug: slugOf(slug) }, undefined, null)
    await this.write(trx)
    return category
  }

  /** A folder's category: the one of the last import, the one whose slug it names, or a new one. */
  async make(trx: Trx, folder: string, words: Words, parent: Category | undefined): Promise<Category> {
    const source = sourceOf(this.#name, folder)
    const known = this.#earlier.get(source)
    if (known !== undefined) return known
    const namesake = words.slug === undefined ? undefined : await trx.selectFrom('kb_categories').select(['id', 'slug']).where('slug', '=', words.slug).where('source', 'is', null).executeTakeFirst()
    if (namesake === undefined) return this.#add(words, parent, source)
    await this.write(trx)
    await trx.updateTable('kb_categories').set({ ...columnsOf(words), source, ...(parent !== undefined && { parent_id: parent.id }) }).where('id', '=', namesake.id).execute()
    await announce(trx)
    return namesake
  }

  /** Writes those that were made since the last time, at once. */
  async write(trx: Trx): Promise<void> {
    if (this.#rows.length === 0) return
    await trx.insertInto('kb_categories').values(this.#rows).execute()
    await announce(trx)
    this.#rows = []
  }

  #add(words: Words, parent: Category | undefined, source: string | null): Category {
    const category = { id: randomUUID(), slug: categorySlug(this.#slugs, words.slug ?? words.name, parent?.slug ?? '') }
    this.#report.categories++
    this.#rows.push({ ...columnsOf(words), ...category, source, parent_id: parent?.id ?? null })
    return category
  }
}

type Row = ReturnType<typeof columnsOf> & Category & { source: string | null; parent_id: string | null }

function columnsOf({ name, description, order, icon, takesTickets, fields }: Words) {
  return {
    name: lineOf(name), position: order,
    ...(description !== undefined && { description }),
    ...(icon !== undefined && { icon }),
    ...(takesTickets !== undefined && { takes_tickets: takesTickets }),
    ...(fields !== undefined && { fields: JSON.stringify(fields) }),
  }
}

/** The ids of all categories by slug. */
export async function categoriesBySlug(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('kb_categories').select(['id', 'slug']).execute()
  return new Map(rows.map(({ id, slug }) => [slug, id]))
}
