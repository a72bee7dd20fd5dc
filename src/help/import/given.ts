import { basename } from 'node:path'
import type { Db } from '../../db/connect.ts'
import { slugOf } from '../slugs.ts'
import { folderOf, type Category } from './folders.ts'
import type { Known } from './known.ts'
import type { Page } from './page.ts'
import { takenSlugs } from './slugs.ts'
import { sourceOf } from './source.ts'

/** The slug of each page by its path: the one that it has, the one that its file asks for, or one of its title. */
export async function givenSlugs(db: Db, name: string, pages: Page[], known: Map<string, Known>, categories: Map<string, Category | undefined>): Promise<Map<string, string>> {
  const slugs = await takenSlugs(db, 'article')
  return new Map(pages.map(({ path, slug, title }) => {
    const had = known.get(sourceOf(name, path))?.slug
    if (had !== undefined && (slug === undefined || slug === had || slugs.has(slug))) return [path, had]
    return [path, slugs.take(slug ?? slugOf(title), categories.get(folderOf(path))?.slug ?? slugOf(basename(folderOf(path))))]
  }))
}
