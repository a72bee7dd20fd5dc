import { sql, type Selectable } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../../../db/connect.ts'
import type { Database } from '../../../db/schema.ts'
import { changeArticle, type ArticleText, type Edit } from '../../../help/index.ts'
import type { RenderedArticle } from '../../../web/markdown/index.ts'
import { Changed } from '../../../web/versions.ts'

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
