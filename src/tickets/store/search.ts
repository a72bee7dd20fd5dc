import { sql, type ExpressionBuilder, type SelectQueryBuilder } from 'kysely'
import type { Database, Priority, Status } from '../../db/schema.ts'
import { isListed, type Viewer, type Whose } from '../../db/visible.ts'
import { straightQuotes } from '../../web/quotes.ts'
import type { Sort } from './keyset.ts'

/** Near words are looked for in this many of the latest tickets, in as many of the latest replies on them, and in the beginning of each text, so that the cost has an end. */
const nearAmong = 300
const beginning = 1_000
/** Two letters changing places in a word of seven leave about this much of its likeness. */
const nearEnough = 0.33

/** What somebody wants to see of a list: the whole state of its address. */
export interface Selection {
  q: string
  status: Status | ''
  priority: Priority | ''
  category: string
  needs: boolean
  /** Of a customer: their own tickets, or those that others share with them. */
  whose: 'shared' | ''
  assigned: 'me' | 'nobody' | ''
  sort: Sort
  after: string
}

export type Tickets = SelectQueryBuilder<Database, 'tickets', object>

/** A number is meant as it stands; near it lies nothing. */
export const mayBeMisspelt = ({ q }: Selection): boolean => /\p{L}/u.test(q)

/** Of these tickets, the ones in the selection; their words exactly as searched for, or near them. */
export function matching(tickets: Tickets, viewer: Viewer, { q, status, priority, category, needs, whose, assigned }: Selection, near: boolean): Tickets {
  return tickets
    .$if(status !== '', query => query.where('status', '=', status as Status))
    .$if(priority !== '', query => query.where('priority', '=', priority as Priority))
    .$if(category !== '', query => query.where(withCategory(category)))
    .$if(needs, query => query.where('status', '=', viewer.role === 'customer' ? 'waiting' : 'open'))
    .$if(assigned === 'me', query => query.where('assigned_to', '=', viewer.id))
    .$if(assigned === 'nobody', query => query.where('assigned_to', 'is', null).where('status', '<>', 'closed'))
    .$if(q !== '', query => query.where(it => near ? soundsLike(it, viewer, whose || 'mine', q) : says(it, viewer, q)))
}

/** About the category or one below it; found out once, and not anew for each ticket. */
const withCategory = (slug: string) => sql<boolean>`tickets.category_id = any(array(
  with recursive below as (
    select id from kb_categories where slug = ${slug}
    union select kb_categories.id from kb_categories join below on kb_categories.parent_id = below.id
  ) select id from below))`

type Tables = ExpressionBuilder<Database, 'tickets'>

/** The words stand in the title, the description or a reply; or it is the reference. */
function says(it: Tables, viewer: Viewer, q: string) {
  const words = sql`websearch_to_tsquery('english', ${straightQuotes(q)})`
  const reference = /^#?\s*(\d{1,15})$/.exec(q)?.[1]
  const named = reference === undefined ? [] : [it('reference', '=', Number(reference))]
  if (viewer.role === 'customer') {
    const inReplies = sql<boolean>`exists (select from replies where replies.ticket_id = tickets.id and replies.search @@ ${words})`
    return it.or([sql<boolean>`tickets.search @@ ${words}`, inReplies, ...named])
  }
  // Among everybody's tickets only the indexes can find words, and an "or" across tables would keep them from being used.
  const found = sql`select found.id from tickets found where found.search @@ ${words} union select ticket_id from replies where replies.search @@ ${words}`
  const numbered = reference === undefined ? sql`` : sql` union select found.id from tickets found where found.reference = ${Number(reference)}`
  return sql<boolean>`tickets.id in (${found}${numbered})`
}

/** Some word comes near, as "invioce" does to "invoice". */
function soundsLike(it: Tables, viewer: Viewer, whose: Whose, q: string) {
  const latest = it.selectFrom('tickets as latest').select('latest.id')
    .$if(viewer.role === 'customer', query => query.where(isListed(viewer.id, whose, 'latest')))
    .orderBy('latest.last_activity_at', 'desc').limit(nearAmong)
  const replies = it.selectFrom('replies').select(['ticket_id', 'text']).where('ticket_id', 'in', latest)
    .orderBy('created_at', 'desc').limit(nearAmong)
  const near = (text: ReturnType<typeof sql>) => sql<boolean>`word_similarity(${q}, left(${text}, ${sql.lit(beginning)})) >= ${nearEnough}`
  return it.and([
    it('tickets.id', 'in', latest),
    it.or([
      near(sql`tickets.title`), near(sql`tickets.description`),
      it('tickets.id', 'in', it.selectFrom(replies.as('said')).select('said.ticket_id').where(near(sql`said.text`))),
    ]),
  ])
}
