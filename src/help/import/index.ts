import type { Db } from '../../db/connect.ts'
import { Addresses } from './addresses.ts'
import { archive } from './articles.ts'
import { Assets } from './assets.ts'
import { categoriesBySlug, makeCategories } from './folders.ts'
import { knownArticles, type Known } from './known.ts'
import type { Options, Services } from './options.ts'
import { isIndex, readPage, Unfit, type Defaults, type Page } from './page.ts'
import { importQuestions, importSynonyms } from './questions.ts'
import { Report } from './report.ts'
import { givenSlugs } from './given.ts'
import { sourceOf } from './source.ts'
import { sharedBanners } from './titles.ts'
import { readTree, type Tree } from './tree.ts'
import { writePages } from './write-pages.ts'

export type { Options } from './options.ts'
export { Report, told } from './report.ts'
export { NoFolder } from './tree.ts'

/** Brings a tree of Markdown files into the help centre; the same tree again updates what it brought. Fails only where it cannot go on at all. */
export async function importFolder(services: Services, folder: string, options: Options = {}): Promise<Report> {
  const started = performance.now()
  const report = new Report()
  const tree = await readTree(folder, report, options.name)
  const { pages: all, shared } = await readTitles(tree, defaultsOf(options), report, options)
  const pages = all.filter(({ empty }) => !empty)
  options.say?.(`${pages.length} Markdown files in ${tree.root}`)
  const known = await knownArticles(services.db, tree.name)
  const categories = await makeCategories(services.db, tree, all, report, options.into)
  const slugs = await givenSlugs(services.db, tree.name, pages, known, categories)
  const assets = new Assets(services, tree)
  const addresses = new Addresses(tree, { pages: slugs, folders: new Map([...categories].map(([path, category]) => [path, category?.slug])) })
  const plan = { tree, pages, shared, known, categories, named: await categoriesBySlug(services.db), slugs, places: { addresses, assets, report }, defaults: defaultsOf(options), options, report }
  await writePages(services, plan)
  await importQuestions(services, plan)
  await importSynonyms(services, plan)
  if (!report.interrupted) await lookForVanished(services.db, tree, known, report, options.archive === true)
  report.files = await assets.count()
  report.milliseconds = performance.now() - started
  return report
}

function defaultsOf({ language = 'en', status = 'published', visibility = 'everyone' }: Options): Defaults {
  return { language, status, visibility }
}

/** Files that are read at once. */
const together = 16

/** The first pass: what each file is called, so that links can lead to those that come later. */
async function readTitles(tree: Tree, defaults: Defaults, report: Report, { signal }: Options): Promise<{ pages: Page[]; shared: Set<string> }> {
  const pages: Page[] = []
  for (let at = 0; at < tree.pages.length; at += together) {
    if (signal?.aborted === true) break
    const read = tree.pages.slice(at, at + together).map(path => readPage(tree, path, defaults).catch((error: unknown) => ({ path, error })))
    for (const page of await Promise.all(read)) {
      if ('error' in page) refuse(report, page)
      else keep(page, pages, report)
    }
  }
  const shared = sharedBanners(pages.flatMap(({ banner }) => banner ?? []))
  // What stands under a shared banner names the page.
  for (const page of pages) if (shared.has(page.banner?.said ?? '')) page.title = (await readPage(tree, page.path, defaults, shared).catch(() => page)).title
  return { pages, shared }
}

function refuse(report: Report, { path, error }: { path: string; error: unknown }): void {
  report.refuse(path, error instanceof Unfit ? error.message : `it cannot be read: ${(error as Error).message}`)
}

function keep(page: Page, pages: Page[], report: Report): void {
  for (const note of page.notes) report.note(page.path, note)
  // An empty index still names its folder.
  if (page.empty && !isIndex(page.path)) report.refuse(page.path, 'it is empty')
  // Read again when it is its turn: thousands of texts would fill the memory.
  else pages.push({ ...page, text: '', banner: page.banner && { ...page.banner, rest: '' } })
}

/** Those of an earlier import whose files are not there any more; one that only cannot be read is still there. */
async function lookForVanished(db: Db, { pages, name }: Tree, known: Map<string, Known>, report: Report, archiving: boolean): Promise<void> {
  const here = new Set(pages.map(path => sourceOf(name, path)))
  const gone = [...known.values()].filter(({ source, status }) => !here.has(source) && status !== 'archived')
  for (const { source, slug } of gone) report.vanished.push({ path: source, reason: `/help/articles/${slug}` })
  if (!archiving) return
  await archive(db, gone.map(({ id }) => id))
  report.archived = gone.length
}
