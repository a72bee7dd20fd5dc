import { sql, type SelectQueryBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Database, Priority, Status } from '../../db/schema.ts'
import { isStaff, ticketsSeenBy, type Viewer } from '../../db/visible.ts'
import { countTry } from '../../web/throttle.ts'
import { beyond, cursorOf, type Sort } from './keyset.ts'
import { matching, mayBeMisspelt, type Selection, type Tickets } from './search.ts'

export type { Selection } from './search.ts'

/** How many tickets are asked for at a time, and whether all of them are counted. */
interface Portion { size: number; counted: boolean }
const page: Portion = { size: 25, counted: true }
const exported: Portion = { size: 500, counted: false }
const countedAtMost = 1_000
const nearSearches = { tries: 60, seconds: 60 }

export interface TicketLine {
  id: string
  reference: number
  title: string
  status: Status
  priority: Priority
  priority_rank: number
  category: string | null
  customer: string
  agent: string | null
  created_at: Date
  last_activity_at: Date
  waiting_since: Date | null
  news: number
}

export interface TicketList {
  tickets: TicketLine[]
  /** How many the selection holds; counted up to 1,000 and then `more` is true. */
  total: number
  more: boolean
  /** Where the next page begins. */
  next: string | undefined
  /** Nothing has these words; shown is what comes near. */
  near: boolean
}

/** One page of the tickets that this person may see: their own as a customer, all of them at the desk. */
export async function listTickets(db: Db, viewer: Viewer, wanted: Selection, portion = page): Promise<TicketList> {
  const exact = await findPage(db, viewer, wanted, false, portion)
  if (exact.tickets.length > 0) return exact
  const nearby = await mayLookNear(db, viewer, wanted) ? await findPage(db, viewer, wanted, true, portion) : exact
  if (nearby.tickets.length > 0) return nearby
  // Behind the last one, which an old address may be, begins the first page.
  return wanted.after === '' ? exact : listTickets(db, viewer, { ...wanted, after: '' }, portion)
}

/** Near words cost much: no customer asks for them without end. */
async function mayLookNear(db: Db, viewer: Viewer, wanted: Selection): Promise<boolean> {
  return mayBeMisspelt(wanted) && (isStaff(viewer) || await countTry(db, `search:${viewer.id}`, nearSearches) === 0)
}

async function findPage(db: Db, viewer: Viewer, wanted: Selection, near: boolean, { size, counted }: Portion): Promise<TicketList> {
  const selected = matching(ticketsSeenBy(db, viewer), viewer, wanted, near)
  const all = db.selectFrom(selected.select('tickets.id').limit(sql.lit(countedAtMost + 1)).as('counted')).select(it => it.fn.countAll<number>().as('total'))
  const rows = await ordered(lines(pageOf(db, selected, wanted, size), viewer), wanted.sort)
    .$if(counted, query => query.select(all.as('total')))
    .execute()

  const tickets = rows.slice(0, size)
  const total = Number(rows[0]?.total ?? 0)
  const last = rows.length > size ? tickets.at(-1) : undefined
  return { tickets, total: Math.min(total, countedAtMost), more: total > countedAtMost, next: last && cursorOf(last, wanted.sort), near }
}

/**
 * The tickets of one page and the first of the next, picked before anything is joined to them, so that the cost does not
 * grow with the table. Limits are written out: as parameters they would make PostgreSQL plan each page anew.
 */
function pageOf(db: Db, selected: Tickets, { sort, after }: Selection, size: number): Tickets {
  const picked = ordered(selected, sort)
    .$if(after !== '', query => query.where(it => beyond(it, sort, after)))
    .select(['tickets.id', 'reference', 'title', 'status', 'priority', 'priority_rank', 'tickets.customer_id', 'assigned_to', 'tickets.category_id', 'tickets.created_at', 'last_activity_at', 'waiting_since'])
    .limit(sql.lit(size + 1))
  return db.selectFrom(picked.as('tickets')) as unknown as Tickets
}

/** Every ticket of the selection, in pieces, for the export. */
export async function *allTickets(db: Db, viewer: Viewer, wanted: Selection): AsyncGenerator<TicketLine[]> {
  let piece = await listTickets(db, viewer, wanted, exported)
  yield piece.tickets
  while (piece.next !== undefined) {
    piece = await findPage(db, viewer, { ...wanted, after: piece.next }, piece.near, exported)
    yield piece.tickets
  }
}

/** Tickets of a customer that want a look, and as many others, latest first. */
export async function listForHome(db: Db, viewer: Viewer, atMost: number): Promise<{ needMe: TicketLine[]; latest: TicketLine[] }> {
  const own = () => ordered(lines(db.selectFrom('tickets').where('tickets.customer_id', '=', viewer.id), viewer), 'activity').limit(atMost)
  const needsMe = sql<boolean>`(tickets.status = 'waiting' or coalesce(ticket_reads.news, 0) > 0)`
  return {
    needMe: await own().where(needsMe).execute(),
    latest: await own().where(it => it.not(needsMe)).execute(),
  }
}

function lines(selected: Tickets, viewer: Viewer) {
  return selected
    .innerJoin('profiles as customers', 'customers.id', 'tickets.customer_id')
    .leftJoin('profiles as agents', 'agents.id', 'tickets.assigned_to')
    .leftJoin('kb_categories', 'kb_categories.id', 'tickets.category_id')
    .leftJoin('ticket_reads', join => join.onRef('ticket_reads.ticket_id', '=', 'tickets.id').on('ticket_reads.profile_id', '=', viewer.id))
    .select(['tickets.id', 'reference', 'title', 'status', 'priority', 'priority_rank', 'kb_categories.name as category',
      'customers.full_name as customer', 'agents.full_name as agent', 'tickets.created_at', 'last_activity_at', 'waiting_since'])
    .select(it => it.fn.coalesce('ticket_reads.news', sql<number>`0`).as('news'))
}

function ordered<Query extends SelectQueryBuilder<Database, 'tickets', object>>(query: Query, sort: Sort): Query {
  const orders = {
    activity: () => query.orderBy('last_activity_at', 'desc').orderBy('reference', 'desc'),
    opened: () => query.orderBy('reference', 'desc'),
    priority: () => query.orderBy('priority_rank', 'desc').orderBy('last_activity_at', 'desc').orderBy('reference', 'desc'),
    waiting: () => query.where('waiting_since', 'is not', null).orderBy('waiting_since').orderBy('reference'),
  }
  return orders[sort]() as Query
}
