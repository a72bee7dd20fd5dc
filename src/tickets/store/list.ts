import { sql, type Expression, type ExpressionBuilder, type SelectQueryBuilder } from 'kysely'
import { compiled, type Later } from '../../db/compiled.ts'
import type { Db } from '../../db/connect.ts'
import type { CustomField, Database, Priority, Status } from '../../db/schema.ts'
import { bySide, isStaff, seenBy, ticketsListed, type Viewer } from '../../db/visible.ts'
import { ticketsAPage, type TicketsAPage } from '../../preferences/index.ts'
import { countTry } from '../../web/throttle.ts'
import { beyond, cursorOf, sorts, type Sort } from './keyset.ts'
import { matching, mayBeMisspelt, type Selection, type Tickets } from './search.ts'

export type { Selection } from './search.ts'

/** Who looks at a list; in a compiled question, who it is comes later. */
type Looking = Pick<Viewer, 'role'> & { id: string | Expression<string> }

/** How many tickets are asked for at a time, and whether all of them are counted. */
interface Portion { size: number; counted: boolean }
const bySize = <Made>(make: (size: TicketsAPage) => Made) => Object.fromEntries(ticketsAPage.map(size => [size, make(size)])) as Record<TicketsAPage, Made>
/** A page of a list, as long as somebody likes it. */
const pages = bySize((size): Portion => ({ size, counted: true }))
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
  /** Who asked, where that is not oneself; and, for staff only, who has it. */
  customer?: string
  agent?: string | null
  created_at: Date
  last_activity_at: Date
  waiting_since: Date | null
  news: number
  /** In an export only. */
  custom_fields?: CustomField[]
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

/** One page of the tickets that this person may see: their own or those shared with them as a customer, all of them at the desk. */
export async function listTickets(db: Db, viewer: Viewer, wanted: Selection, size: TicketsAPage = 25): Promise<TicketList> {
  return listPortion(db, viewer, wanted, pages[size])
}

async function listPortion(db: Db, viewer: Viewer, wanted: Selection, portion: Portion): Promise<TicketList> {
  const exact = await findPage(db, viewer, wanted, false, portion)
  if (exact.tickets.length > 0) return exact
  const nearby = await mayLookNear(db, viewer, wanted) ? await findPage(db, viewer, wanted, true, portion) : exact
  if (nearby.tickets.length > 0) return nearby
  // Behind the last one, which an old address may be, begins the first page.
  return wanted.after === '' ? exact : listPortion(db, viewer, { ...wanted, after: '' }, portion)
}

/** Near words cost much: no customer asks for them without end. */
async function mayLookNear(db: Db, viewer: Viewer, wanted: Selection): Promise<boolean> {
  return mayBeMisspelt(wanted) && (isStaff(viewer) || await countTry(db, `search:${viewer.id}`, nearSearches) === 0)
}

async function findPage(db: Db, viewer: Viewer, wanted: Selection, near: boolean, portion: Portion): Promise<TicketList> {
  const { size } = portion
  const whole = isWhole(wanted) ? wholeRows.get(portion)?.[wanted.sort](viewer) : undefined
  const rows = whole !== undefined
    ? await whole(db, { viewer: viewer.id })
    : await select(db, viewer, matching(ticketsListed(db, viewer, wanted.whose || 'mine'), viewer, wanted, near), wanted, portion).execute()

  const tickets = rows.slice(0, size)
  const total = Number(rows[0]?.total ?? 0)
  const last = rows.length > size ? tickets.at(-1) : undefined
  return { tickets, total: Math.min(total, countedAtMost), more: total > countedAtMost, next: last && cursorOf(last, wanted.sort), near }
}

/** A list as it is first opened: nothing is left out and nothing skipped. */
function isWhole({ q, status, priority, category, needs, whose, assigned, after }: Selection): boolean {
  return [q, status, priority, category, whose, assigned, after].every(wish => wish === '') && !needs
}

/** Nearly every list is asked for like this, so these are compiled once. */
const wholeRows = new Map(Object.values(pages).map(page =>
  [page, Object.fromEntries(sorts.map(sort => [sort, wholeIn(sort, page)])) as Record<Sort, ReturnType<typeof wholeIn>>]))

function wholeIn(sort: Sort, page: Portion) {
  return bySide(role => compiled((db, later: Later<{ viewer: string }>) => {
    const viewer = { id: later('viewer'), role }
    return select(db, viewer, ticketsListed(db, viewer), { sort, after: '' }, page)
  }))
}

function select(db: Db, viewer: Looking, selected: Tickets, { sort, after, whose = '' }: Pick<Selection, 'sort' | 'after'> & Partial<Pick<Selection, 'whose'>>, portion: Portion) {
  const all = db.selectFrom(selected.select('tickets.id').limit(sql.lit(countedAtMost + 1)).as('counted')).select(it => it.fn.countAll<number>().as('total'))
  return ordered(lines(pageOf(db, selected, { sort, after }, portion), viewer), sort)
    .$if(portion.counted, query => query.select(all.as('total')))
    .$if(portion === exported, query => query.select('tickets.custom_fields'))
    .$if(whose === 'shared', query => query.select(it => nameOf(it, 'tickets.customer_id').$asScalar().$notNull().as('customer')))
}

/**
 * The tickets of one page and the first of the next, picked before anything is joined to them, so that the cost does not
 * grow with the table. Limits are written out: as parameters they would make PostgreSQL plan each page anew.
 */
function pageOf(db: Db, selected: Tickets, { sort, after }: Pick<Selection, 'sort' | 'after'>, portion: Portion): Tickets {
  const picked = ordered(selected, sort)
    .$if(after !== '', query => query.where(it => beyond(it, sort, after)))
    .select(['tickets.id', 'reference', 'title', 'status', 'priority', 'priority_rank', 'tickets.customer_id', 'assigned_to', 'tickets.category_id', 'tickets.created_at', 'last_activity_at', 'waiting_since'])
    .$if(portion === exported, query => query.select('tickets.custom_fields'))
    .limit(sql.lit(portion.size + 1))
  return db.selectFrom(picked.as('tickets')) as unknown as Tickets
}

/** Every ticket of the selection, in pieces, for the export. */
export async function *allTickets(db: Db, viewer: Viewer, wanted: Selection): AsyncGenerator<TicketLine[]> {
  let piece = await listPortion(db, viewer, wanted, exported)
  yield piece.tickets
  while (piece.next !== undefined) {
    piece = await findPage(db, viewer, { ...wanted, after: piece.next }, piece.near, exported)
    yield piece.tickets
  }
}

/** Tickets that want a customer's look, shared ones with news among them, and as many others of their own; latest first. */
export async function listForHome(db: Db, viewer: Viewer, atMost: number): Promise<{ needMe: TicketLine[]; latest: TicketLine[] }> {
  const own = () => ordered(lines(db.selectFrom('tickets').where('tickets.customer_id', '=', viewer.id), viewer), 'activity').limit(atMost)
  const needsMe = sql<boolean>`(tickets.status = 'waiting' or coalesce(ticket_reads.news, 0) > 0)`
  // Asked for apart, and few: no index would serve both.
  const shared = ordered(lines(db.selectFrom('tickets').where('tickets.customer_id', '<>', viewer.id)
    .where('tickets.id', 'in', it => it.selectFrom('ticket_reads').select('ticket_id').where('ticket_reads.profile_id', '=', viewer.id).where('news', '>', 0))
    .where(seenBy(viewer.id)), viewer), 'activity').select(it => nameOf(it, 'tickets.customer_id').as('customer')).limit(atMost)
  const needMe = db.selectFrom(db.selectFrom(own().where(needsMe).select(sql<string | null>`null::text`.as('customer')).as('own')).selectAll().unionAll(db.selectFrom(shared.as('shared')).selectAll()).as('tickets'))
  return {
    needMe: await needMe.selectAll().$castTo<TicketLine>().orderBy('last_activity_at', 'desc').orderBy('reference', 'desc').limit(atMost).execute(),
    latest: await own().where(it => it.not(needsMe)).execute(),
  }
}

function lines(selected: Tickets, viewer: Looking) {
  return selected
    .$if(isStaff(viewer), query => query.select(it => [nameOf(it, 'tickets.customer_id').$asScalar().$notNull().as('customer'), nameOf(it, 'tickets.assigned_to').as('agent')]))
    .leftJoin('kb_categories', 'kb_categories.id', 'tickets.category_id')
    .leftJoin('ticket_reads', join => join.onRef('ticket_reads.ticket_id', '=', 'tickets.id').on('ticket_reads.profile_id', '=', viewer.id))
    .select(['tickets.id', 'reference', 'title', 'status', 'priority', 'priority_rank', 'kb_categories.name as category',
      'tickets.created_at', 'last_activity_at', 'waiting_since'])
    .select(it => it.fn.coalesce('ticket_reads.news', sql<number>`0`).as('news'))
}

const nameOf = (it: ExpressionBuilder<Database, 'tickets'>, person: 'tickets.customer_id' | 'tickets.assigned_to') =>
  it.selectFrom('profiles').select('full_name').whereRef('profiles.id', '=', person)

function ordered<Query extends SelectQueryBuilder<Database, 'tickets', object>>(query: Query, sort: Sort): Query {
  const orders = {
    activity: () => query.orderBy('last_activity_at', 'desc').orderBy('reference', 'desc'),
    opened: () => query.orderBy('reference', 'desc'),
    priority: () => query.orderBy('priority_rank', 'desc').orderBy('last_activity_at', 'desc').orderBy('reference', 'desc'),
    waiting: () => query.where('waiting_since', 'is not', null).orderBy('waiting_since').orderBy('reference'),
  }
  return orders[sort]() as Query
}
