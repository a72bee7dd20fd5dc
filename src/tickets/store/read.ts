import { sql, type ExpressionBuilder } from 'kysely'
import { jsonArrayFrom, jsonBuildObject } from 'kysely/helpers/postgres'
import { compiled, type Later } from '../../db/compiled.ts'
import type { Db, Trx } from '../../db/connect.ts'
import type { Database, EventKind, Following, May, Ticket } from '../../db/schema.ts'
import { filesOfTicket, type FileLine } from '../../attachments/index.ts'
import { bySide, isStaff, rightOf, ticketsSeenBy, type Right, type Sharing, type Viewer } from '../../db/visible.ts'
import { notFound } from '../../web/errors.ts'
import type { SafeHtml } from '../../web/markdown/index.ts'

/** Somebody whom the owner asked to take part; without a name until they did. */
export interface Participant { id: string; email: string; name: string | null; profile_id: string | null; may: May; ended: boolean }
export type { Sharing }

/** A ticket with the names that go with it. Holding one is the proof that its viewer may see it. */
export type SeenTicket = Omit<Ticket, 'search' | 'description_html' | 'resolution_html'> & {
  description_html: SafeHtml
  resolution_html: SafeHtml | null
  customer: string
  customer_email: string
  /** Names the bytes of the customer's picture. */
  customer_picture: string | null
  agent: string | null
  category: string | null
  category_slug: string | null
  followed: number | null
  rating: { score: 1 | 2 | 3 | 4 | 5; words: string } | null
  /** All its files that this viewer may see: the description's, and those of replies and notes. */
  files: FileLine[]
  /** When this viewer last looked, and how many things happened since. */
  read_at: Date | null
  news: number
  /** What they want to hear of it, where that is not what they want in general. */
  following: Following | null
  /** What this viewer may do in it. */
  right: Right
  participants: Participant[]
  sharing: Sharing | null
}

/** What is in a ticket besides its description, in time order. */
export type Entry =
  | { type: 'reply' | 'note'; id: string; at: Date; author: string; /** The address of the author's picture. */ picture?: string; byStaff: boolean; html: SafeHtml; quoted: string; mine: boolean }
  | { type: 'event'; id: string; at: Date; author: string | null; byStaff: boolean; kind: EventKind; details: Record<string, string>; mine: boolean }

const columns = ['tickets.id', 'reference', 'tickets.customer_id', 'title', 'tickets.description', 'description_html', 'status', 'priority', 'priority_rank', 'attachment_urls', 'last_updated_by',
  'resolution_notes', 'resolution_html', 'tickets.category_id', 'custom_fields', 'assigned_to', 'follows', 'last_activity_at', 'waiting_since', 'resolved_at', 'closed_at', 'closing_announced_at',
  'tickets.version', 'tickets.quoted', 'tickets.created_at', 'tickets.updated_at'] as const

/** The ticket with that reference, if this person may see it. */
export async function findTicket(db: Db, viewer: Viewer, reference: string): Promise<SeenTicket | undefined> {
  if (!/^\d{1,15}$/.test(reference)) return undefined
  const [ticket] = await ticketRows(viewer)(db, { viewer: viewer.id, reference: Number(reference) })
  return ticket as SeenTicket | undefined
}

/** The ticket with that reference, if it is this person's own. */
export async function findOwnTicket(db: Db, id: string, reference: string): Promise<SeenTicket | undefined> {
  const ticket = await findTicket(db, { id, role: 'customer' }, reference)
  return ticket?.right === 'owner' ? ticket : undefined
}

const ticketRows = bySide(role => compiled((db, later: Later<{ viewer: string; reference: number }>) => ticketsSeenBy(db, { id: later('viewer'), role })
  .where('reference', '=', later('reference'))
  .innerJoin('profiles as customers', 'customers.id', 'tickets.customer_id')
  .leftJoin('companies', join => join.onRef('companies.id', '=', 'customers.company_id').on('companies.shared_with', '<>', sql.lit('nobody')))
  .leftJoin('profiles as agents', 'agents.id', 'tickets.assigned_to')
  .leftJoin('kb_categories', 'kb_categories.id', 'tickets.category_id')
  .leftJoin('ratings', 'ratings.ticket_id', 'tickets.id')
  .leftJoin('ticket_reads', join => join.onRef('ticket_reads.ticket_id', '=', 'tickets.id').on('ticket_reads.profile_id', '=', later('viewer')))
  .select([...columns, 'customers.full_name as customer', 'customers.email as customer_email', 'agents.full_name as agent',
    'kb_categories.name as category', 'kb_categories.slug as category_slug', 'read_at', 'following'])
  .select(it => it.fn.coalesce('ticket_reads.news', sql<number>`0`).as('news'))
  .select(filesOfTicket({ role }).as('files'))
  .select(it => it.selectFrom('profile_pictures').whereRef('profile_pictures.profile_id', '=', 'tickets.customer_id').select('sha256').as('customer_picture'))
  .select(it => [rightOf({ id: later('viewer'), role }).as('right'), jsonArrayFrom(participantsOf(it)).as('participants')])
  .select(it => it.case().when('companies.id', 'is not', null)
    .then(jsonBuildObject({ name: it.ref('companies.name'), shared_with: it.ref('companies.shared_with'), may: it.ref('companies.may') })).else(null).end().as('sharing'))
  .select(it => it.selectFrom('tickets as before').whereRef('before.id', '=', 'tickets.follows').select('before.reference').as('followed'))
  .select(it => it.case().when('ratings.score', 'is not', null)
    .then(jsonBuildObject({ score: it.ref('ratings.score').$notNull(), words: it.ref('ratings.words').$notNull() })).else(null).end().as('rating'))))

const participantsOf = (it: ExpressionBuilder<Database, 'tickets'>) => it.selectFrom('participants')
  .leftJoin('profiles as guests', 'guests.id', 'participants.profile_id').whereRef('participants.ticket_id', '=', 'tickets.id')
  .select(['participants.id', 'participants.email', 'guests.full_name as name', 'participants.profile_id', 'participants.may', sql<boolean>`participants.expires_at < now()`.as('ended')])
  .orderBy('invited_at').orderBy('participants.id')

/** A ticket under lock, with what its viewer may do in it. */
export type HeldTicket = Ticket & { right: Right }

/**
 * The same ticket as it is now, locked until the transaction ends: decisions about it are made on this row. What somebody
 * may do is asked after the lock is there: a question that had to wait for it would still see who took part before.
 */
export async function lockTicket(trx: Trx, viewer: Viewer, { reference }: Pick<SeenTicket, 'reference'>): Promise<HeldTicket> {
  const gone = () => notFound('tickets.not-found')
  const ticket = await trx.selectFrom('tickets').where('reference', '=', reference).selectAll().forUpdate().executeTakeFirstOrThrow(gone)
  const { right } = await ticketsSeenBy(trx, viewer).where('tickets.id', '=', ticket.id).select(rightOf(viewer).as('right')).executeTakeFirstOrThrow(gone)
  return { ...ticket, right }
}

const quiet = sql<boolean>`kind not in ('opened', 'replied')`

/** Replies, events and, for staff, notes, oldest first; in one query. */
export async function listEntries(db: Db, viewer: Viewer, { id, customer_id }: Pick<SeenTicket, 'id' | 'customer_id'>): Promise<Entry[]> {
  const rows = await entryRows(viewer)(db, { ticket: id })
  return rows.map(({ person, guest, sha256, ...row }) => ({
    ...row,
    ...(sha256 !== null && { picture: pictureOf(person ?? '', sha256) }),
    byStaff: person !== null && person !== customer_id && !guest,
    mine: person === viewer.id,
  }) as Entry)
}

/** Where somebody's picture is; another picture has another address. */
const pictureOf = (person: string, sha256: string): string => `/account/pictures/${person}?v=${sha256.slice(0, 12)}`

const entryRows = bySide(role => compiled((db, later: Later<{ ticket: string }>) => {
  const message = (table: 'replies' | 'notes', type: 'reply' | 'note') => db.selectFrom(table)
    .where(`${table}.ticket_id`, '=', later('ticket'))
    .select([sql<string>`${sql.lit(type)}`.as('type'), sql<string>`${sql.ref(`${table}.id`)}::text`.as('id')])
    .select([`${table}.created_at as at`, sql<string | null>`${sql.ref(`${table}.author_id`)}`.as('person'), 'html'])
    .select([table === 'replies' ? 'quoted' : sql<string>`''`.as('quoted'), table === 'replies' ? 'by_participant as guest' : sql<boolean>`false`.as('guest')])
    .select([sql<EventKind>`null`.as('kind'), sql<Record<string, string>>`null::jsonb`.as('details'), sql<number>`0`.as('number')])
  const events = db.selectFrom('ticket_events').where('ticket_id', '=', later('ticket')).where(quiet)
    .select([sql<string>`'event'`.as('type'), sql<string>`ticket_events.id::text`.as('id'), 'happened_at as at', 'actor_id as person',
      sql<string>`null`.as('html'), sql<string>`''`.as('quoted'), sql<boolean>`false`.as('guest'), 'kind', 'details', 'ticket_events.id as number'])
  const replies = message('replies', 'reply')
  const all = isStaff({ role }) ? replies.unionAll(message('notes', 'note')).unionAll(events) : replies.unionAll(events)

  return db.selectFrom(all.as('entries')).leftJoin('profiles', 'profiles.id', 'entries.person')
    .leftJoin('profile_pictures', join => join.onRef('profile_pictures.profile_id', '=', 'entries.person').on('entries.type', '<>', sql.lit('event')))
    .select(['entries.type', 'entries.id', 'at', 'html', 'quoted', 'guest', 'kind', 'details', 'person', 'full_name as author', 'sha256'])
    .orderBy('at').orderBy('entries.type', 'desc').orderBy('entries.number').orderBy('entries.id')
}))

/** Remembers that somebody saw the ticket as it was in that version; what came later stays new. */
export async function markRead(db: Db, viewer: Viewer, { id, version }: Pick<SeenTicket, 'id' | 'version'>): Promise<void> {
  await db.insertInto('ticket_reads')
    .columns(['profile_id', 'ticket_id', 'read_at'])
    .expression(it => it.selectFrom('tickets').where('id', '=', id).where('version', '=', version)
      .select([sql<string>`${viewer.id}::uuid`.as('profile_id'), 'id', sql<Date>`now()`.as('read_at')]))
    .onConflict(conflict => conflict.columns(['profile_id', 'ticket_id']).doUpdateSet({ read_at: sql`now()`, news: 0 }))
    .execute()
}
