import { sql } from 'kysely'
import type { Db } from '../../../db/connect.ts'

export interface VersionLine { number: number; note: string; created_at: Date; author: string | null }
export interface Version extends VersionLine { title: string; summary: string; content: string }

const pageSize = 50

const lines = (db: Db, articleId: string) => db.selectFrom('article_versions').leftJoin('profiles', 'profiles.id', 'author_id').where('article_id', '=', articleId)
  .select(['number', 'note', 'article_versions.created_at', 'full_name as author'])

/** The versions of an article, the latest first; from below a number on. */
export async function listVersions(db: Db, articleId: string, before: number): Promise<{ versions: VersionLine[]; next: number | undefined }> {
  const rows = await lines(db, articleId).where('number', '<', before).orderBy('number', 'desc').limit(pageSize + 1).execute()
  const versions = rows.slice(0, pageSize)
  return { versions, next: rows.length > pageSize ? versions.at(-1)?.number : undefined }
}

/** A version and the one to hold beside it: the one named, or the one before; in one question. */
export async function findPair(db: Db, articleId: string, number: number, named?: number): Promise<{ version: Version | undefined; other: Version | undefined }> {
  const before = sql<number>`(select max(number) from article_versions where article_id = ${articleId} and number < ${number})`
  const rows = await lines(db, articleId).select(['title', 'summary', 'content'])
    .where(it => it.or([it('number', '=', number), it('number', '=', named ?? before)])).execute()
  return { version: rows.find(row => row.number === number), other: rows.find(row => row.number !== number) }
}
