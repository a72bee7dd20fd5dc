import { sql, type Selectable } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../../../db/connect.ts'
import type { Database, Publication, Visibility } from '../../../db/schema.ts'
import { changeArticle, type ArticleText, type Edit } from '../../../help/index.ts'
import type { RenderedArticle } from '../../../web/markdown/index.ts'
import { Changed } from '../../../web/versions.ts'
import type { ArticleSelection } from './selection.ts'

const shown = ['id', 'title', 'slug', 'summary', 'content', 'category_id', 'status', 'visibility', 'language', 'publish_at', 'published_at', 'changed_at', 'updated_at', 'version', 'source', 'reviewed_on'] as const

type Row = Selectable<Database['kb_articles']>
export type Article = Pick<Row, (typeof shown)[number]> & {
  editor: string | null
  files: { id: string; name: string; media_type: string }[]
  /** How often it was opened in the last 90 days. */
  opened: number
}

/** An article as its editors see it, with its files and how often it was opened: in one question. */
export async function findArticle(db: Db, id: string): Promise<Article | undefined> {
  const files = db.selectFrom('help_files').innerJoin('article_files', 'file_id', 'help_files.id').where('article_id', '=', id)
    .select(['help_files.id', 'name', 'media_type']).orderBy('name')
  const opened = sql<number>`coalesce((select sum(count)::int from help_counts where kind = 'opened' and subject = 'article:' || kb_articles.slug and day > current_date - 90), 0)`
  return db.selectFrom('kb_articles').where('kb_articles.id', '=', id).select(shown)
    .select([opened.as('opened'), jsonArrayFrom(files).as('files')])
    .select(it => it.selectFrom('profiles').select('full_name').whereRef('profiles.id', '=', 'updated_by').as('editor'))
    .executeTakeFirst()
}

/** The text as somebody saw it who saw that version of the article. */
export async function textAt(db: Db, id: string, version: number): Promise<{ title: string; summary: string; content: string } | undefined> {
  return db.selectFrom('article_versions').select(['title', 'summary', 'content'])
    .where('article_id', '=', id).where('number', '<=', version).orderBy('number', 'desc').limit(1).executeTakeFirst()
}

/** Writes over the version that the editor saw, and throws where there is another by now. */
export async function writeOver(trx: Trx, id: string, version: number, text: ArticleText, rendered: RenderedArticle, edit: Edit): Promise<string> {
  if (await changeArticle(trx, id, version, text, rendered, edit) === undefined) throw new Changed()
  return id
}

const pageSize = 50

export interface ArticleLine {
  id: string
  title: string
  status: Publication
  visibility: Visibility
  language: string
  category: string | null
  publish_at: Date | null
  updated_at: Date
  unreviewed: boolean
}

export interface ArticleList { articles: ArticleLine[]; next: string | undefined }

/** Published, and neither looked over nor first published within half a year. */
export const isUnreviewed = sql<boolean>`kb_articles.status = 'published' and coalesce(kb_articles.reviewed_on, kb_articles.published_at::date, kb_articles.created_at::date) < current_date - interval '6 months'`

/** One page of all articles, the latest changed first. */
export async function listArticles(db: Db, selection: ArticleSelection): Promise<ArticleList> {
  const { after } = selection
  const [micros = '', id = ''] = after.split('.')
  const rows = await selected(db, selection)
    .leftJoin('kb_categories', 'kb_categories.id', 'kb_articles.category_id')
    .select(['kb_articles.id', 'title', 'status', 'visibility', 'language', 'kb_categories.name as category', 'publish_at', 'updated_at'])
    // Times are finer than a Date can hold.
    .select([isUnreviewed.as('unreviewed'), sql<number>`(extract(epoch from updated_at) * 1000000)::bigint`.as('micros')])
    .$if(after !== '', query => query.where(sql<boolean>`(updated_at, kb_articles.id) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`))
    .orderBy('updated_at', 'desc').orderBy('kb_articles.id', 'desc').limit(pageSize + 1).execute()
  const articles = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? articles.at(-1) : undefined
  return { articles, next: last && `${last.micros}.${last.id}` }
}

function selected(db: Db, { q, status, category, language }: ArticleSelection) {
  return db.selectFrom('kb_articles')
    .$if(q !== '', query => query.where('title', 'ilike', `%${q.replace(/[\\%_]/g, '\\$&')}%`))
    .$if(status === 'draft' || status === 'published' || status === 'archived', query => query.where('status', '=', status as Publication))
    .$if(status === 'scheduled', query => query.where('publish_at', 'is not', null))
    .$if(status === 'unreviewed', query => query.where(isUnreviewed))
    .$if(category === 'none', query => query.where('kb_articles.category_id', 'is', null))
    .$if(category !== '' && category !== 'none', query => query.where('kb_articles.category_id', 'in', it => it.selectFrom('kb_categories').select('kb_categories.id').where('kb_categories.slug', '=', category)))
    .$if(language !== '', query => query.where('language', '=', language))
}
