import { sql } from 'kysely'
import type { Db } from '../../../db/connect.ts'
import type { Publication, Visibility } from '../../../db/schema.ts'
import { publications } from '../../../help/index.ts'
import { withQuery } from '../../../web/next.ts'
import { isUuid } from '../../../web/submissions.ts'
import { isUnreviewed } from './unreviewed.ts'

const pageSize = 50
export const states = [...publications, 'scheduled', 'unreviewed'] as const
type ListState = (typeof states)[number]

/** The whole state of the list's address. */
export interface ArticleSelection { q: string; status: ListState | ''; category: string; language: string; after: string }

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

/** Reads the list's state out of its address. What makes no sense is taken as not said. */
export function readSelection(query: unknown): ArticleSelection {
  const said = (query ?? {}) as Record<string, unknown>
  const text = (name: string) => typeof said[name] === 'string' ? said[name].trim().replaceAll('\0', '').toWellFormed().slice(0, 200) : ''
  const chosen = (name: string) => text(name) === 'any' ? '' : text(name)
  return { q: text('q'), status: states.find(state => state === text('status')) ?? '', category: chosen('category'), language: chosen('language'), after: isCursor(text('after')) ? text('after') : '' }
}

export const addressOf = (selection: Partial<ArticleSelection>): string => withQuery('/desk/help/articles', selection)
export const isNarrowed = ({ q, status, category, language }: ArticleSelection): boolean => [q, status, category, language].some(text => text !== '')

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

function isCursor(text: string): boolean {
  const [micros = '', id = ''] = text.split('.')
  return /^\d{1,17}$/.test(micros) && isUuid(id)
}
