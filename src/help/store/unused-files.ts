import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'

/** Forgets files that were stored for articles a day ago and that no article names, nor ever did, nor any answer. */
export async function sweepHelpFiles(db: Db): Promise<void> {
  const unused = await db.selectFrom('help_files').select('id').where('created_at', '<', sql<Date>`now() - interval '1 day'`)
    .where(it => it.not(it.exists(it.selectFrom('article_files').select('file_id').whereRef('file_id', '=', 'help_files.id')))).execute()
  if (unused.length === 0) return
  const named = sql`select named[1]::uuid from (
      select content as text from article_versions where content like '%/help/files/%'
      union all select answer from kb_questions where answer like '%/help/files/%'
    ) texts, regexp_matches(text, '/help/files/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/', 'g') as named`
  await sql`delete from help_files where id = any(${unused.map(({ id }) => id)}::uuid[]) and id not in (${named})
    and not exists (select from article_files where file_id = id)`.execute(db)
}
