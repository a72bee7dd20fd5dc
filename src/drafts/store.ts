import { sql } from 'kysely'
import { dropDraftFiles, filesOfDraft, moveDraftFiles, type FileGoal, type FileLine } from '../attachments/index.ts'
import type { Db, Trx } from '../db/connect.ts'
import { now } from '../db/now.ts'
import { newSubmission } from '../web/submissions.ts'

/** Which form a draft is of. */
export type DraftForm = 'ticket' | 'reply' | 'desk-reply' | 'note' | 'parked' | 'guide'
export interface Draft { id: string; form: string; fields: Record<string, string>; ticket_id: string | null; updated_at: Date; files: FileLine[] }

const shown = ['drafts.id', 'form', 'fields', 'ticket_id', 'drafts.updated_at'] as const
export const ofPerson = (db: Db, personId: string) => db.selectFrom('drafts').select(shown).select(filesOfDraft().as('files')).where('profile_id', '=', personId)

export async function findDraft(db: Db, personId: string, id: string): Promise<Draft | undefined> {
  return ofPerson(db, personId).where('id', '=', id).executeTakeFirst()
}

/** What this person left unsent in the forms of a ticket, the latest first: a question to ask alone or within another. */
export function draftsOnTicket(db: Db, personId: string, forms: DraftForm[], ticketId: string) {
  return ofPerson(db, personId).where('form', 'in', forms).where('ticket_id', '=', ticketId).orderBy('updated_at', 'desc').limit(10)
}

export interface DraftContent { form: DraftForm; ticketId?: string | undefined; fields: Record<string, string> }

/** Saves under the given id, or under a fresh one where that id is somebody else's. Returns the id. */
export async function saveDraft(db: Db, personId: string, id: string, { form, ticketId = undefined, fields }: DraftContent): Promise<string> {
  const values = { profile_id: personId, form, ticket_id: ticketId ?? null, fields: JSON.stringify(fields), updated_at: now }
  const saved = await db.insertInto('drafts').values({ id, ...values })
    .onConflict(conflict => conflict.column('id')
      .doUpdateSet({ fields: values.fields, updated_at: values.updated_at })
      .where('drafts.profile_id', '=', personId).where('drafts.form', '=', form))
    .returning('id').executeTakeFirst()
  return saved?.id ?? saveDraft(db, personId, newSubmission(), { form, ticketId, fields })
}

/** Forgets a draft and its files, and returns the keys whose bytes may go. */
export async function deleteDraft(db: Db, personId: string, id: string): Promise<string[]> {
  return db.transaction().execute(async trx => {
    await lockDraft(trx, id)
    const keys = await dropDraftFiles(trx, personId, id)
    await trx.deleteFrom('drafts').where('id', '=', id).where('profile_id', '=', personId).execute()
    return keys
  })
}

/** Hands a draft's files to what it became, and forgets it. Returns the files' addresses. */
export async function spendDraft(trx: Trx, personId: string, id: string, goal: FileGoal): Promise<string[]> {
  await lockDraft(trx, id)
  const urls = await moveDraftFiles(trx, personId, id, goal)
  await trx.deleteFrom('drafts').where('id', '=', id).where('profile_id', '=', personId).execute()
  return urls
}

/**
 * The same form sent twice at once must not slip a file in while its draft goes away. The lock is on the id and not
 * on the row: a row that is gone locks nothing, and may be back before the transaction ends.
 */
export async function lockDraft(trx: Trx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(trx)
}

/** Gives a draft, if there is one, and its files a fresh id, and returns that. */
export async function renameDraft(db: Db, personId: string, id: string): Promise<string> {
  const fresh = newSubmission()
  await db.updateTable('drafts').set({ id: fresh }).where('id', '=', id).where('profile_id', '=', personId).execute()
  return fresh
}

/** Makes a draft of another form out of one, under a fresh id and with its files. Returns that id. */
export async function moveDraft(db: Db, personId: string, id: string, content: DraftContent): Promise<string> {
  return db.transaction().execute(trx => moveDraftWithin(trx, personId, id, content))
}

/** The same, within a transaction. */
export async function moveDraftWithin(trx: Trx, personId: string, id: string, content: DraftContent): Promise<string> {
  const fresh = newSubmission()
  await saveDraft(trx, personId, fresh, content)
  await spendDraft(trx, personId, id, { draft_id: fresh })
  return fresh
}
