import { expressionBuilder, sql, type ExpressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db, Trx } from '../db/connect.ts'
import type { Attachment, Database } from '../db/schema.ts'
import { isStaff, seenBy, type Viewer } from '../db/visible.ts'
import type { StoredFile } from './receive.ts'

/** What pages show of a file. */
export type FileLine = Pick<Attachment, 'id' | 'name' | 'media_type' | 'bytes' | 'sha256' | 'thumbnail_key' | 'width' | 'height' | 'reply_id' | 'note_id'>

const shown = ['attachments.id', 'attachments.name', 'media_type', 'bytes', 'sha256', 'thumbnail_key', 'width', 'height', 'reply_id', 'note_id'] as const

/** The file, if this person may read what it is attached to. */
export async function findAttachment(db: Db, viewer: Viewer, id: string): Promise<Attachment | undefined> {
  return db.selectFrom('attachments').selectAll('attachments')
    .leftJoin('tickets', 'tickets.id', 'attachments.ticket_id')
    .where('attachments.id', '=', id)
    .where(it => mayRead(it, viewer))
    .executeTakeFirst()
}

function mayRead(it: ExpressionBuilder<Database & { tickets: Database['tickets'] }, 'attachments' | 'tickets'>, viewer: Viewer) {
  const ownDraft = it.and([it('attachments.draft_id', 'is not', null), it('attachments.owner_id', '=', viewer.id)])
  if (isStaff(viewer)) return it.or([ownDraft, it('attachments.ticket_id', 'is not', null)])
  return it.or([ownDraft, it.and([seenBy(viewer.id), it('attachments.note_id', 'is', null)])])
}

/** For a query of tickets: the files of each; those of notes only for staff. */
export function filesOfTicket(viewer: Pick<Viewer, 'role'>) {
  return jsonArrayFrom(expressionBuilder<Database, 'tickets'>().selectFrom('attachments').select(shown)
    .whereRef('attachments.ticket_id', '=', 'tickets.id')
    .$if(!isStaff(viewer), query => query.where('note_id', 'is', null))
    .orderBy('attachments.created_at').orderBy('attachments.id'))
}

/** For a query of drafts: the files that wait with each. */
export function filesOfDraft() {
  return jsonArrayFrom(expressionBuilder<Database, 'drafts'>().selectFrom('attachments').select(shown)
    .whereRef('attachments.draft_id', '=', 'drafts.id')
    .orderBy('attachments.created_at').orderBy('attachments.id'))
}

/** The files that wait with a draft of this person. */
export async function listDraftFiles(db: Db, ownerId: string, draftId: string): Promise<FileLine[]> {
  return db.selectFrom('attachments').select(shown)
    .where('draft_id', '=', draftId).where('owner_id', '=', ownerId)
    .orderBy('created_at').orderBy('id').execute()
}

/** Adds files to a draft, in this order. */
export async function addDraftFiles(trx: Db, ownerId: string, draftId: string, files: StoredFile[]): Promise<void> {
  if (files.length === 0) return
  const now = Date.now()
  const rows = files.map((file, at) => ({ ...file, owner_id: ownerId, draft_id: draftId, created_at: new Date(now + at) }))
  await trx.insertInto('attachments').values(rows).execute()
}

/** Forgets files of a draft and returns the keys whose bytes may go. */
export async function dropDraftFiles(db: Db, ownerId: string, draftId: string, ids?: string[]): Promise<string[]> {
  const gone = await db.deleteFrom('attachments')
    .where('draft_id', '=', draftId).where('owner_id', '=', ownerId)
    .$if(ids !== undefined, query => query.where('id', 'in', ids ?? []))
    .returning(['storage_key', 'thumbnail_key']).execute()
  return gone.flatMap(({ storage_key, thumbnail_key }) => thumbnail_key === null ? [storage_key] : [storage_key, thumbnail_key])
}

/** Where files go: to the ticket, reply or note that a draft became, or to another draft. */
export type FileGoal = { ticket_id: string; reply_id?: string; note_id?: string } | { draft_id: string }

/** Hands a draft's files on. Returns their addresses. */
export async function moveDraftFiles(trx: Trx, ownerId: string, draftId: string, goal: FileGoal): Promise<string[]> {
  const files = await trx.updateTable('attachments')
    .set({ draft_id: null, ...goal })
    .where('draft_id', '=', draftId).where('owner_id', '=', ownerId)
    .returning(['id', 'name', 'created_at']).execute()
  return files.sort((one, other) => one.created_at.getTime() - other.created_at.getTime()).map(addressOf)
}

export function addressOf({ id, name }: { id: string; name: string }): string {
  return `/attachments/${id}/${encodeURIComponent(name)}`
}

/** Of these keys, the ones that something still needs: a file of a ticket or of an article, a mail that came in, a picture of a person, a copy of their data. */
export async function keysInUse(db: Db, keys: string[]): Promise<Set<string>> {
  const rows = await db.selectFrom('attachments').select(['storage_key', 'thumbnail_key'])
    .where(it => it.or([it('storage_key', 'in', keys), it('thumbnail_key', 'in', keys)]))
    .unionAll(db.selectFrom('help_files').select(it => ['storage_key', it.val<string | null>(null).as('thumbnail_key')])
      .where('storage_key', 'in', keys))
    .unionAll(db.selectFrom('incoming_mails').select(it => ['storage_key', it.val<string | null>(null).as('thumbnail_key')]).where('storage_key', 'in', keys))
    .unionAll(db.selectFrom('profile_pictures').select(it => ['storage_key', it.val<string | null>(null).as('thumbnail_key')]).where('storage_key', 'in', keys))
    .unionAll(db.selectFrom('archives').select(it => [it.ref('storage_key').$notNull().as('storage_key'), it.val<string | null>(null).as('thumbnail_key')]).where('storage_key', 'in', keys).where('expires_at', '>', sql<Date>`now()`)).execute()
  return new Set(rows.flatMap(row => [row.storage_key, row.thumbnail_key ?? '']))
}

/** Forgets files that were stored for articles the given number of milliseconds ago and that no article names, nor ever did, nor any answer. */
export async function forgetUnusedHelpFiles(db: Db, age: number): Promise<void> {
  const unused = await db.selectFrom('help_files').select('id').where('created_at', '<', new Date(Date.now() - age))
    .where(it => it.not(it.exists(it.selectFrom('article_files').select('file_id').whereRef('file_id', '=', 'help_files.id')))).execute()
  if (unused.length === 0) return
  const named = sql`select named[1]::uuid from (
      select content as text from article_versions where content like '%/help/files/%'
      union all select answer from kb_questions where answer like '%/help/files/%'
    ) texts, regexp_matches(text, '/help/files/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/', 'g') as named`
  await sql`delete from help_files where id = any(${unused.map(({ id }) => id)}::uuid[]) and id not in (${named})
    and not exists (select from article_files where file_id = id)`.execute(db)
}
