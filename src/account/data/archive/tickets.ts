import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../../db/connect.ts'
import type { Attachment } from '../../../db/schema.ts'
import { byId, byReference, portion } from './portions.ts'

/** With all that was said on them, a few at a time. */
const atOnce = 20

/** The tickets of a customer, oldest first. Notes of staff are not theirs, and nothing here asks for one. */
export async function *ticketsOf(db: Db, id: string) {
  for await (const tickets of byReference(last => findTickets(db, id, last?.reference ?? 0), atOnce)) {
    const ids = tickets.map(ticket => ticket.id)
    const [replies, events, files] = [await repliesOf(db, ids), await eventsOf(db, ids), await filesOf(db, ids)]
    const of = <Row extends { ticket_id: string | null }>(rows: Row[], ticket: string) => rows.filter(row => row.ticket_id === ticket)
    for (const ticket of tickets) yield { ...ticket, replies: of(replies, ticket.id), events: of(events, ticket.id), files: of(files, ticket.id) }
  }
}
export type ExportedTicket = ReturnType<typeof ticketsOf> extends AsyncGenerator<infer Ticket> ? Ticket : never

/** For the page that lists them. */
export const ticketLines = (db: Db, id: string) => byReference(last => db.selectFrom('tickets').where('customer_id', '=', id).where('reference', '>', last?.reference ?? 0)
  .select(['reference', 'title', 'status', 'created_at']).orderBy('reference').limit(portion).execute())

const findTickets = (db: Db, id: string, after: number) => db.selectFrom('tickets').where('tickets.customer_id', '=', id).where('tickets.reference', '>', after)
  .leftJoin('kb_categories', 'kb_categories.id', 'tickets.category_id').leftJoin('ratings', 'ratings.ticket_id', 'tickets.id')
  .leftJoin('ticket_reads', join => join.onRef('ticket_reads.ticket_id', '=', 'tickets.id').on('ticket_reads.profile_id', '=', id))
  .leftJoin('tickets as before', 'before.id', 'tickets.follows')
  .select([
    'tickets.id', 'tickets.reference', 'tickets.title', 'tickets.description', 'tickets.description_html', 'tickets.quoted',
    'tickets.status', 'tickets.priority', 'kb_categories.name as category', 'tickets.custom_fields', 'tickets.resolution_notes',
    'tickets.created_at', 'tickets.last_activity_at', 'tickets.resolved_at', 'tickets.closed_at', 'before.reference as follows',
    'score', 'ratings.words', 'ratings.created_at as rated_at', 'read_at', 'following',
  ])
  .select(it => jsonArrayFrom(it.selectFrom('participants').select(['email', 'may', 'invited_at']).whereRef('participants.ticket_id', '=', 'tickets.id').orderBy('invited_at')).as('participants'))
  .orderBy('tickets.reference').limit(atOnce).execute()

const inAny = (ids: string[]) => sql<boolean>`ticket_id = any(${ids}::uuid[])`

const repliesOf = (db: Db, ids: string[]) => db.selectFrom('replies').innerJoin('profiles', 'profiles.id', 'author_id').where(inAny(ids))
  .select(['replies.id', 'ticket_id', 'author_id', 'full_name as author', 'text', 'html', 'quoted', 'replies.created_at']).orderBy('replies.created_at').orderBy('replies.id').execute()

const eventsOf = (db: Db, ids: string[]) => db.selectFrom('ticket_events').leftJoin('profiles', 'profiles.id', 'actor_id').where(inAny(ids))
  .select(['ticket_id', 'kind', 'details', 'full_name as by', 'happened_at']).orderBy('ticket_events.id').execute()

const fileColumns = ['id', 'ticket_id', 'draft_id', 'reply_id', 'name', 'media_type', 'bytes', 'sha256', 'storage_key', 'created_at'] as const
export type ExportedFile = Pick<Attachment, (typeof fileColumns)[number]>

const filesOf = (db: Db, ids: string[]): Promise<ExportedFile[]> => db.selectFrom('attachments').where(inAny(ids)).where('note_id', 'is', null)
  .select(fileColumns).orderBy('created_at').orderBy('id').execute()

/** Files that wait with what was not sent yet. */
export const draftFiles = (db: Db, id: string) => byId(last => db.selectFrom('attachments').where('owner_id', '=', id).where('draft_id', 'is not', null)
  .where(last === undefined ? sql<boolean>`true` : sql<boolean>`id > ${last.id}::uuid`).select(fileColumns).orderBy('id').limit(portion).execute())
