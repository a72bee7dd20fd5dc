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
  const rows = files.map((file, at) => ({ ...file, owner_id: ownerId, draft_id: draftId, created_at: sql<Date>`clock_timestamp() + make_interval(secs => ${at / 1_000})` }))
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
