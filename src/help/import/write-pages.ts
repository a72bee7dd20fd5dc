import { renderArticle, type ArticleText } from '../store/write.ts'
import { writeBatch, type Ready } from './articles.ts'
import { folderOf, type Category } from './folders.ts'
import type { Known } from './known.ts'
import type { Options, Services } from './options.ts'
import { fingerprint, readPage, Unfit, type Defaults, type Page } from './page.ts'
import type { Report } from './report.ts'
import { withLinks, type Places } from './rewrite.ts'
import { sourceOf } from './source.ts'
import { splitTitle } from './titles.ts'
import type { Tree } from './tree.ts'

/** All that the second pass goes by. */
interface Plan {
  tree: Tree
  pages: Page[]
  /** See `sharedBanners`. */
  shared: Set<string>
  known: Map<string, Known>
  categories: Map<string, Category | undefined>
  /** Ids of categories by slug, for files that name one. */
  named: Map<string, string>
  slugs: Map<string, string>
  places: Places
  defaults: Defaults
  options: Options
  report: Report
}

const size = 50
/** Texts that wait for the one thread that renders: more would only run out of its patience. */
const atOnce = 4

/** The second pass: writes the articles, one batch while the next is made ready. */
export async function writePages(services: Services, plan: Plan): Promise<void> {
  const { pages, options, report } = plan
  let writing = Promise.resolve()
  try {
    for (let at = 0; at < pages.length; at += size) {
      if (options.signal?.aborted === true) break
      const batch = await prepare(services, plan, pages.slice(at, at + size))
      await writing
      writing = writeBatch(services.db, batch, { authorId: options.authorId ?? null }, report)
      // Heard below, or after the next batch; until then it must not end the process.
      writing.catch(() => {})
      options.progress?.(Math.min(at + size, pages.length), pages.length)
    }
  } finally {
    await writing
  }
  report.interrupted = options.signal?.aborted === true
}

async function prepare(services: Services, plan: Plan, pages: Page[]): Promise<Ready[]> {
  const ready: Ready[] = []
  const waiting = pages.values()
  const work = async () => {
    for (const page of waiting) {
      const one = await prepareOne(services, plan, page)
      if (one !== undefined) ready.push(one)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return ready
}

async function prepareOne(services: Services, plan: Plan, first: Page): Promise<Ready | undefined> {
  const { report, options, known, tree } = plan
  const source = sourceOf(tree.name, first.path)
  const before = known.get(source)
  const page = await again(plan, first)
  if (page === undefined) return undefined
  const { text, hash } = await articleOf(plan, page, before)
  if (before?.hash === hash) return void report.unchanged++
  if (before !== undefined && !before.untouched && options.overwrite !== true) {
    return void report.conflicts.push({ path: first.path, reason: `/help/articles/${before.slug} was edited here` })
  }
  const rendered = await renderArticle(services, text.content, 'import')
  const date = page.date === undefined ? undefined : options.date?.(page.date) ?? new Date(page.date)
  return { path: page.path, text: { ...text, source: { path: source, hash } }, rendered, known: before, date }
}

/** It may have changed, or gone, since the first pass. */
async function again({ tree, defaults, shared, report }: Plan, { path }: Page): Promise<Page | undefined> {
  try {
    return await readPage(tree, path, defaults, shared)
  } catch (error) {
    report.refuse(path, error instanceof Unfit ? error.message : `it cannot be read: ${(error as Error).message}`)
    return undefined
  }
}

async function articleOf(plan: Plan, page: Page, before: Known | undefined): Promise<{ text: ArticleText; hash: string }> {
  const { path, title, summary, language, status, visibility, reviewed, date } = page
  const linked = await withLinks(plan.places, path, page.text, page.linesAbove)
  const content = splitTitle(linked, title).text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()
  const category = plan.named.get(page.category ?? '') ?? plan.categories.get(folderOf(path))?.id
  const slug = plan.slugs.get(path) ?? before?.slug ?? ''
  const reviewedOn = reviewed === undefined ? null : (plan.options.date?.(reviewed) ?? new Date(reviewed)).toISOString().slice(0, 10)
  return {
    text: { title, slug, summary, content, categoryId: category ?? null, status, visibility, language, publishAt: status === 'draft' ? page.publishAt : null, reviewedOn },
    hash: fingerprint([title, summary, content, page.slug, category, status, visibility, language, reviewed, date, page.publishAt]),
  }
}
