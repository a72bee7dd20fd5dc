import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { now } from '../../db/now.ts'
import type { Publication, Visibility } from '../../db/schema.ts'
import { filesAddress, type Markdown, type RenderedArticle } from '../../web/markdown/index.ts'
import { announce } from '../changes.ts'
import { learnWords, wordsIn } from '../search/words.ts'
import { rememberSlug } from './slugs.ts'

/** An article as it is written. */
export interface ArticleText {
  title: string
  /** Free: see `freeSlug`. */
  slug: string
  summary: string
  content: string
  categoryId: string | null
  status: Publication
  visibility: Visibility
  language: string
  /** When a draft is to be published by itself. */
  publishAt: Date | null
  /** A day, as 2026-11-22. */
  reviewedOn: string | null
  /** Where it was imported from, and a hash of what was there. */
  source?: { path: string; hash: string } | undefined
}

/** Who wrote it and what they say of the change. */
export interface Edit { authorId: string | null; note: string }

const fileId = new RegExp(`${filesAddress}([0-9a-f-]{36})/[^\\s)"'>]*`, 'g')

/** Makes the HTML and the searchable words of an article: before the transaction that saves it, for it may take a while. */
export async function renderArticle({ db, markdown }: { db: Db; markdown: Markdown }, content: string, who: string): Promise<RenderedArticle> {
  const found = [...content.matchAll(fileId)].map(([address, id = '']) => ({ address, id }))
  const files = found.length === 0 ? [] : await db.selectFrom('help_files').select(['id', 'width', 'height']).where('id', 'in', found.map(({ id }) => id)).execute()
  const sizes = found.flatMap(({ address, id }) => {
    const { width = null, height = null } = files.find(file => file.id === id) ?? {}
    return width === null || height === null ? [] : [[address, { width, height }] as const]
  })
  return markdown.renderArticle(content, Object.fromEntries(sizes), who)
}

interface NewArticle { text: ArticleText; rendered: RenderedArticle }

/** Writes a new article and its first version; returns its id. */
export async function createArticle(trx: Trx, text: ArticleText, rendered: RenderedArticle, edit: Edit): Promise<string> {
  const [id = ''] = await createArticles(trx, [{ text, rendered }], edit)
  return id
}

/** Writes new articles and their first versions, all with one statement each; returns their ids, in this order. */
export async function createArticles(trx: Trx, articles: NewArticle[], { authorId, note }: Edit): Promise<string[]> {
  if (articles.length === 0) return []
  const rows = articles.map(({ text, rendered }) => ({ ...columnsOf(text, rendered), id: randomUUID(), published_at: text.status === 'published' ? now : null, updated_by: authorId }))
  await trx.insertInto('kb_articles').values(rows).execute()
  await trx.insertInto('article_versions').values(rows.map(({ id, title, summary, content }) => ({ article_id: id, number: 1, title, summary, content, note, author_id: authorId }))).execute()
  await nameFiles(trx, rows)
  await learnWords(trx, articles.flatMap(({ text, rendered }) => wordsOf(text, rendered)))
  await announce(trx)
  return rows.map(({ id }) => id)
}

/** Writes over the version that the editor saw; undefined, and nothing written, where somebody else was quicker. Returns the new version. */
export async function changeArticle(trx: Trx, id: string, version: number, text: ArticleText, rendered: RenderedArticle, edit: Edit): Promise<number | undefined> {
  const before = await trx.selectFrom('kb_articles').select(['slug', 'title', 'summary', 'content', 'published_at'])
    .where('id', '=', id).where('version', '=', version).forUpdate().executeTakeFirst()
  if (before === undefined) return undefined
  const reads = before.title !== text.title || before.summary !== text.summary || before.content !== text.content
  await trx.updateTable('kb_articles').set({
    ...columnsOf(text, rendered), version: version + 1, updated_by: edit.authorId, updated_at: now,
    ...((reads || before.published_at === null) && { changed_at: now }),
    ...(text.status === 'published' && before.published_at === null && { published_at: now }),
  }).where('id', '=', id).execute()
  if (reads) {
    await keepVersion(trx, id, version + 1, text, edit)
    await learnArticle(trx, text, rendered)
  }
  await rememberSlug(trx, 'article', id, before.slug, text.slug)
  await linkFiles(trx, id, text.content)
  await announce(trx)
  return version + 1
}

export async function learnArticle(trx: Trx, text: Pick<ArticleText, 'title' | 'summary'>, rendered: RenderedArticle): Promise<void> {
  await learnWords(trx, wordsOf(text, rendered))
}

const wordsOf = ({ title, summary }: Pick<ArticleText, 'title' | 'summary'>, { headingsText, bodyText }: RenderedArticle): string[] => wordsIn([title, summary, headingsText, bodyText])

function columnsOf(text: ArticleText, rendered: RenderedArticle) {
  const { title, slug, summary, content, status, visibility, language, source } = text
  return {
    title, slug, summary, content, status, visibility, language,
    category_id: text.categoryId, publish_at: text.publishAt, reviewed_on: text.reviewedOn,
    ...madeOf(rendered),
    ...(source !== undefined && { source: source.path, source_hash: source.hash }),
  }
}

/** What is made of an article's Markdown when it is saved. */
export function madeOf({ html, headings, headingsText, bodyText, words }: RenderedArticle) {
  return { html, headings: JSON.stringify(headings), headings_text: headingsText, body_text: bodyText, words }
}

export async function keepVersion(trx: Trx, article_id: string, number: number, { title, summary, content }: Pick<ArticleText, 'title' | 'summary' | 'content'>, { authorId, note }: Edit): Promise<void> {
  await trx.insertInto('article_versions').values({ article_id, number, title, summary, content, note, author_id: authorId }).execute()
}

/** Who may see the article may see the files that it names. */
export async function linkFiles(trx: Trx, articleId: string, content: string): Promise<void> {
  await trx.deleteFrom('article_files').where('article_id', '=', articleId).execute()
  await nameFiles(trx, [{ id: articleId, content }])
}

async function nameFiles(trx: Trx, articles: { id: string; content: string }[]): Promise<void> {
  const named = articles.flatMap(({ id, content }) => [...new Set([...content.matchAll(fileId)].map(([, file = '']) => file))].map(file => ({ id, file })))
  if (named.length === 0) return
  await sql`insert into article_files (article_id, file_id) select article_id, id
    from unnest(${named.map(({ id }) => id)}::uuid[], ${named.map(({ file }) => file)}::uuid[]) as named (article_id, file_id) join help_files on help_files.id = named.file_id`.execute(trx)
}
