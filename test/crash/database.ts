import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql, type RawBuilder } from 'kysely'
import { diskStorage, sweepFiles } from '../../src/attachments/index.ts'
import type { Db } from '../../src/db/connect.ts'

const initial = sql`attachments.ticket_id = tickets.id and reply_id is null and note_id is null`

/** What a crash could leave half done or done twice: each of these finds nothing. */
const halves: Record<string, RawBuilder<unknown>> = {
  'tickets without their one "opened" event': sql`select 1 from tickets where (select count(*) from ticket_events where ticket_id = tickets.id and kind = 'opened') <> 1`,
  'customers with another number of tickets than of mails that say they arrived': sql`select 1 from profiles
    where (select count(*) from tickets where customer_id = profiles.id) <> (select count(*) from mails where profile_id = profiles.id and kind = 'ticket-opened')`,
  'tickets whose attachment_urls disagree with their files': sql`select 1 from tickets
    where (select coalesce(jsonb_agg(split_part(url, '/', 3) order by split_part(url, '/', 3)), '[]') from jsonb_array_elements_text(attachment_urls) as url)
      <> (select coalesce(jsonb_agg(id::text order by id::text), '[]') from attachments where ${initial})`,
  'tickets with another number of replies than of events that say so': sql`select 1 from tickets
    where (select count(*) from replies where ticket_id = tickets.id) <> (select count(*) from ticket_events where ticket_id = tickets.id and kind = 'replied')`,
  'tickets that were opened twice': sql`select 1 from tickets group by title having count(*) > 1`,
  'replies that were sent twice': sql`select 1 from replies group by text having count(*) > 1`,
  'submissions without a result': sql`select 1 from submissions where result = ''`,
  'drafts of what was sent': sql`select 1 from drafts join submissions on key = drafts.id and submissions.profile_id = drafts.profile_id`,
  'mails that no job will ever send': sql`select 1 from mails where sent_at is null
    and not exists (select from pgboss.job where name = 'send-mail' and data->>'mailId' = mails.id::text and state in ('created', 'retry', 'active'))`,
}

export async function halfDone(db: Db): Promise<string[]> {
  const problems: string[] = []
  for (const [what, question] of Object.entries(halves)) {
    const { rows } = await question.execute(db)
    if (rows.length > 0) problems.push(`${rows.length} ${what}`)
  }
  return problems
}

/** Sweeps as the hourly job does, but young files too; then the files on disk are those of the database, byte for byte. */
export async function orphans(db: Db, dataDir: string): Promise<{ problems: string[]; swept: number; files: number }> {
  const swept = await sweepFiles(db, await diskStorage(dataDir), -1)
  const rows = await db.selectFrom('attachments').select(['storage_key', 'thumbnail_key', 'sha256', 'name']).execute()
  const known = new Set(rows.flatMap(({ storage_key, thumbnail_key }) => thumbnail_key === null ? [storage_key] : [storage_key, thumbnail_key]))
  const found = new Map(await filesIn(join(dataDir, 'files')))
  const problems = [...found.keys()].filter(key => !known.has(key)).map(key => `${key} is on disk and belongs to nobody`)
  problems.push(...(await filesIn(join(dataDir, 'incoming'))).map(([name]) => `${name} never finished arriving and is still there`))
  for (const { storage_key, sha256, name } of rows) {
    const path = found.get(storage_key)
    if (path === undefined) problems.push(`${name} is in the database and not on disk`)
    else if (await hashOf(path) !== sha256) problems.push(`${name} has other bytes on disk than in the database`)
  }
  return { problems, swept, files: rows.length }
}

async function filesIn(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(({ name, parentPath }) => [name, join(parentPath, name)])
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
