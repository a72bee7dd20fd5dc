import type { Db } from '../../db/connect.ts'
import { underSource } from './slugs.ts'

/** An article of an earlier import. */
export interface Known { id: string; source: string; slug: string; version: number; status: string; hash: string; /** Nobody wrote it here since. */ untouched: boolean }

export async function knownArticles(db: Db, name: string): Promise<Map<string, Known>> {
  const rows = await db.selectFrom('kb_articles').select(['id', 'source', 'source_hash', 'slug', 'version', 'status']).where(underSource(name)).execute()
  return new Map(rows.map(({ source, source_hash, ...row }) => {
    const [hash = '', version = ''] = (source_hash ?? '').split('@')
    return [source ?? '', { ...row, source: source ?? '', hash, untouched: Number(version) === row.version }]
  }))
}
