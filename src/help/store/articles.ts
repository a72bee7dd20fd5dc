import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../db/connect.ts'
import { isStaff, type Viewer } from '../../db/visible.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'
import { articlesSeenBy } from './visible.ts'

/** A line of a list of articles. */
export interface ArticleLine { slug: string; title: string; summary: string; language: string }

/** How the text begins, for where there is no summary. */
const beginning = sql<string>`left(body_text, 300)`.as('beginning')
const shown = ['kb_articles.id', 'slug', 'title', 'summary', 'language', 'html', 'headings', 'words', 'status', 'visibility', 'category_id',
  'published_at', 'changed_at', 'publish_at', 'reviewed_on', 'kb_articles.created_at'] as const

/** The article, if this person may read it: staff also what is not published. `versions` are all but the first, newest first. */
export async function findArticle(db: Db, viewer: Viewer | null, slug: string) {
  const query = viewer !== null && isStaff(viewer) ? db.selectFrom('kb_articles') : articlesSeenBy(db, viewer)
  const article = await query.where('slug', '=', slug).select(shown).select(beginning)
    .select(it => jsonArrayFrom(it.selectFrom('article_versions').select(['number', 'note', 'article_versions.created_at as at'])
      .whereRef('article_id', '=', 'kb_articles.id').where('number', '>', 1).orderBy('number', 'desc').limit(versionsAtMost)).as('versions'))
    .executeTakeFirst()
  return article === undefined ? undefined : { ...article, html: article.html as SafeHtml, versions: article.versions.map(version => ({ ...version, at: new Date(version.at) })) }
}

export type Article = NonNullable<Awaited<ReturnType<typeof findArticle>>>

const versionsAtMost = 50

/** Where an article is now that once had this slug, if this person may read it. */
export async function findMovedArticle(db: Db, viewer: Viewer | null, slug: string): Promise<string | undefined> {
  const query = viewer !== null && isStaff(viewer) ? db.selectFrom('kb_articles') : articlesSeenBy(db, viewer)
  const moved = await query.innerJoin('former_slugs', 'former_slugs.target_id', 'kb_articles.id')
    .select('kb_articles.slug').where('kind', '=', 'article').where('former_slugs.slug', '=', slug).executeTakeFirst()
  return moved?.slug
}

const line = ['slug', 'title', 'summary', 'language'] as const

/** The articles of one category, by title. */
export async function listArticles(db: Db, viewer: Viewer | null, categoryId: string, page: number, size: number) {
  const all = articlesSeenBy(db, viewer).where('category_id', '=', categoryId)
  return all.select(line).orderBy('title').orderBy('slug').limit(size).offset((page - 1) * size).execute()
}

const dated = [...line, 'kb_articles.id', 'published_at', 'changed_at', 'kb_articles.created_at'] as const

/** The articles that were new or changed last. */
export async function listLatest(db: Db, viewer: Viewer | null, atMost: number) {
  return articlesSeenBy(db, viewer).select(dated).select(beginning)
    .orderBy('changed_at', 'desc').orderBy('id').limit(atMost).execute()
}

/** For the first page, in one question: articles without a category, and what was new or changed last. */
export async function listForHelpHome(db: Db, viewer: Viewer | null, atMost: { others: number; latest: number }) {
  const others = articlesSeenBy(db, viewer).where('category_id', 'is', null).select(line).orderBy('title').orderBy('slug').limit(atMost.others)
  const latest = articlesSeenBy(db, viewer).select(['slug', 'title', 'language', 'changed_at']).orderBy('changed_at', 'desc').orderBy('id').limit(atMost.latest)
  const lists = await db.selectNoFrom([jsonArrayFrom(others).as('others'), jsonArrayFrom(latest).as('latest')]).executeTakeFirstOrThrow()
  return { others: lists.others, latest: lists.latest.map(article => ({ ...article, changed_at: new Date(article.changed_at) })) }
}

/** The addresses of all that everybody may read, newest first. */
export async function listPublic(db: Db, atMost: number) {
  return articlesSeenBy(db, null).select(['slug', 'changed_at']).orderBy('changed_at', 'desc').orderBy('id').limit(atMost).execute()
}
