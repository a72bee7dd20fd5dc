import { sql, type SelectQueryBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Database, Priority, Status } from '../../db/schema.ts'
import { ticketsSeenBy, type Viewer } from '../../db/visible.ts'
import { beyond, cursorOf, type Sort } from './keyset.ts'
import { matching, mayBeMisspelt, type Selection, type Tickets } from './search.ts'

export type { Selection } from './search.ts'

export const pageSize = 25
const countedAtMost = 1_000

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
export async function listTickets(db: Db, viewer: Viewer, wanted: Selection): Promise<TicketList> {
  const exact = await findPage(db, viewer, wanted, false)
  if (exact.tickets.length > 0) return exact
  const nearby = mayBeMisspelt(wanted) ? await findPage(db, viewer, wanted, true) : exact
  if (nearby.tickets.length > 0) return nearby
  // Behind the last one, which an old address may be, begins the first page.
  return wanted.after === '' ? exact : listTickets(db, viewer, { ...wanted, after: '' })
}

async function findPage(db: Db, viewer: Viewer, wanted: Selection, near: boolean): Promise<TicketList> {
  const selected = matching(ticketsSeenBy(db, viewer), viewer, wanted, near)
  const counted = db.selectFrom(selected.select('tickets.id').limit(countedAtMost + 1).as('counted')).select(it => it.fn.countAll<number>().as('total'))
  const rows = await lines(selected, viewer)
    .select(counted.as('total'))
    .$if(wanted.after !== '', query => query.where(it => beyond(it, wanted.sort, wanted.after)))
    .$call(query => ordered(query, wanted.sort))
    .limit(pageSize + 1).execute()

  const tickets = rows.slice(0, pageSize)
  const total = Number(rows[0]?.total ?? 0)
  const last = rows.length > pageSize ? tickets.at(-1) : undefined
  return { tickets, total: Math.min(total, countedAtMost), more: total > countedAtMost, next: last && cursorOf(last, wanted.sort), near }
}

/** Every ticket of the selection, in pieces, for the export. */
export async function *allTickets(db: Db, viewer: Viewer, wanted: Selection): AsyncGenerator<TicketLine[]> {
  let page = await listTickets(db, viewer, wanted)
  yield page.tickets
  while (page.next !== undefined) {
    page = await findPage(db, viewer, { ...wanted, after: page.next }, page.near)
    yield page.tickets
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
