import { sql, type ExpressionBuilder, type SelectQueryBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Database, Priority, Status } from '../../db/schema.ts'
import { ticketsSeenBy, type Viewer } from '../../db/visible.ts'
import { beyond, cursorOf, type Sort } from './keyset.ts'

export const pageSize = 25
const countedAtMost = 1_000
/** Near words are looked for among this many of the latest tickets, so that the cost has an end. */
const nearAmong = 2_000
const nearEnough = 0.4

/** What somebody wants to see of a list: the whole state of its address. */
export interface Selection {
  q: string
  status: Status | ''
  priority: Priority | ''
  category: string
  needs: boolean
  assigned: 'me' | 'nobody' | ''
  sort: Sort
  after: string
}

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

type Tickets = SelectQueryBuilder<Database, 'tickets', object>

/** One page of the tickets that this person may see: their own as a customer, all of them at the desk. */
export async function listTickets(db: Db, viewer: Viewer, wanted: Selection): Promise<TicketList> {
  const exact = await findPage(db, viewer, matching(ticketsSeenBy(db, viewer), viewer, wanted, false), wanted)
  if (exact.tickets.length > 0 || wanted.q === '' || wanted.after !== '') return exact
  const nearby = await findPage(db, viewer, matching(ticketsSeenBy(db, viewer), viewer, wanted, true), wanted)
  return { ...nearby, near: nearby.tickets.length > 0 }
}

async function findPage(db: Db, viewer: Viewer, selected: Tickets, wanted: Selection): Promise<TicketList> {
  const counted = db.selectFrom(selected.select('tickets.id').limit(countedAtMost + 1).as('counted')).select(it => it.fn.countAll<number>().as('total'))
  const rows = await lines(selected, viewer)
    .select(counted.as('total'))
    .$if(wanted.after !== '', query => query.where(it => beyond(it, wanted.sort, wanted.after)))
    .$call(query => ordered(query, wanted.sort))
    .limit(pageSize + 1).execute()

  const tickets = rows.slice(0, pageSize)
  const total = Number(rows[0]?.total ?? 0)
  const last = rows.length > pageSize ? tickets.at(-1) : undefined
  return { tickets, total: Math.min(total, countedAtMost), more: total > countedAtMost, next: last && cursorOf(last, wanted.sort), near: false }
}

/** Every ticket of the selection, in pieces, for the export. */
export async function *allTickets(db: Db, viewer: Viewer, wanted: Selection): AsyncGenerator<TicketLine[]> {
  let after = ''
  do {
    const page: TicketList = await listTickets(db, viewer, { ...wanted, after })
    yield page.tickets
    after = page.next ?? ''
  } while (after !== '')
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

function matching(tickets: Tickets, viewer: Viewer, { q, status, priority, category, needs, assigned }: Selection, near: boolean): Tickets {
  return tickets
    .$if(status !== '', query => query.where('status', '=', status as Status))
    .$if(priority !== '', query => query.where('priority', '=', priority as Priority))
    .$if(category !== '', query => query.where('tickets.category_id', '=', it => it.selectFrom('kb_categories').select('kb_categories.id').where('slug', '=', category)))
    .$if(needs, query => query.where('status', '=', viewer.role === 'customer' ? 'waiting' : 'open'))
    .$if(assigned === 'me', query => query.where('assigned_to', '=', viewer.id))
    .$if(assigned === 'nobody', query => query.where('assigned_to', 'is', null).where('status', '<>', 'closed'))
    .$if(q !== '', query => query.where(it => near ? soundsLike(it, viewer, q) : says(it, viewer, q)))
}

type Tables = ExpressionBuilder<Database, 'tickets'>

/** The words stand in the title, the description or a reply; or it is the reference. */
function says(it: Tables, viewer: Viewer, q: string) {
  const words = sql`websearch_to_tsquery('english', ${q})`
  const reference = /^#?(\d{1,15})$/.exec(q)?.[1]
  const inReplies = viewer.role === 'customer'
    ? sql<boolean>`exists (select from replies where replies.ticket_id = tickets.id and replies.search @@ ${words})`
    : sql<boolean>`tickets.id in (select ticket_id from replies where replies.search @@ ${words})`
  return it.or([sql<boolean>`tickets.search @@ ${words}`, inReplies, ...(reference === undefined ? [] : [it('reference', '=', Number(reference))])])
}

/** Some word comes near, as "invioce" does to "invoice". */
function soundsLike(it: Tables, viewer: Viewer, q: string) {
  const latest = it.selectFrom('tickets as latest').select('latest.id')
    .$if(viewer.role === 'customer', query => query.where('latest.customer_id', '=', viewer.id))
    .orderBy('latest.last_activity_at', 'desc').limit(nearAmong)
  const near = (text: ReturnType<typeof sql>) => sql<boolean>`word_similarity(${q}, left(${text}, 4000)) >= ${nearEnough}`
  return it.and([
    it('tickets.id', 'in', latest),
    it.or([
      near(sql`tickets.title`), near(sql`tickets.description`),
      sql<boolean>`exists (select from replies where replies.ticket_id = tickets.id and ${near(sql`replies.text`)})`,
    ]),
  ])
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
