import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { eachOf } from '../../jobs/each.ts'
import type { Markdown, RenderedArticle } from '../../web/markdown/index.ts'
import { announce } from '../changes.ts'
import { keepVersion, learnArticle, linkFiles, madeOf, renderArticle } from './write.ts'

interface Unmade { id: string; title: string; summary: string; content: string }

/** Articles that nobody wrote here, but that were in the database before, have only their Markdown: makes all else. Returns how many. */
export async function makeUnmade(services: { db: Db; markdown: Markdown }): Promise<number> {
  const { db } = services
  const found = await db.selectFrom('kb_articles').select('id').where('html', '=', '').where('content', '<>', '')
    .where(it => it.not(it.exists(it.selectFrom('article_versions').select('number').whereRef('article_id', '=', 'kb_articles.id')))).execute()
  await eachOf(found, async ({ id }) => {
    const article = await db.selectFrom('kb_articles').select(['id', 'title', 'summary', 'content']).where('id', '=', id).executeTakeFirst()
    if (article === undefined) return
    const rendered = await renderArticle(services, article.content, 'import')
    await db.transaction().execute(trx => make(trx, article, rendered))
  })
  return found.length
}

async function make(trx: Trx, { id, ...text }: Unmade, rendered: RenderedArticle): Promise<void> {
  const made = await trx.updateTable('kb_articles')
    .set({ ...madeOf(rendered), published_at: sql`case status when 'published' then coalesce(published_at, created_at, now()) end`, created_at: sql`coalesce(created_at, now())`, updated_at: sql`coalesce(updated_at, now())` })
    .where('id', '=', id).where('html', '=', '').where('content', '=', text.content).returning('id').executeTakeFirst()
  // Somebody was quicker.
  if (made === undefined) return
  await keepVersion(trx, id, 1, text, { authorId: null, note: '' })
  await learnArticle(trx, text, rendered)
  await linkFiles(trx, id, text.content)
  await announce(trx)
}
