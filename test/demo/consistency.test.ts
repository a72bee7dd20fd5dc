import t from 'tap'
import type { EventKind, Role, Status, Ticket } from '../../src/db/schema.ts'
import { statusAfterReply } from '../../src/tickets/rules.ts'
import { world, type World } from '../support/world.ts'
import { told } from './told.ts'

interface Event { kind: EventKind; happened_at: Date; actor_id: string | null; role: Role | null }

/** Everything about a ticket, as the database has it. */
async function gather(db: World['db'], ticket: Ticket) {
  const events: Event[] = await db.selectFrom('ticket_events').leftJoin('profiles', 'profiles.id', 'actor_id')
    .select(['kind', 'happened_at', 'actor_id', 'role']).where('ticket_id', '=', ticket.id).orderBy('ticket_events.id').execute()
  const replies = await db.selectFrom('replies').select(['author_id', 'created_at', 'html']).where('ticket_id', '=', ticket.id).orderBy('created_at').execute()
  const notes = await db.selectFrom('notes').select(['author_id', 'created_at']).where('ticket_id', '=', ticket.id).orderBy('created_at').execute()
  return { ticket, events, replies, notes }
}
type Gathered = Awaited<ReturnType<typeof gather>>

/** The status that the events lead to by the rules; a reply opens a resolved ticket only where the next event says so. */
function statusBy(events: Event[]): Status {
  return events.reduce<Status>((status, { kind, role }, at) => {
    if (kind === 'resolved' || kind === 'closed') return kind
    if (kind === 'reopened') return 'open'
    const purpose = events[at + 1]?.kind === 'reopened' ? 'help' : 'thanks'
    return kind === 'replied' ? statusAfterReply(status, role === 'customer' ? 'customer' : 'staff', purpose) : status
  }, 'open')
}

function wrong({ ticket, events, replies, notes }: Gathered): string[] {
  const [first, last] = [events[0], events.at(-1)]
  const latest = [...events.filter(({ actor_id }) => actor_id !== null).map(({ actor_id, happened_at }) => ({ by: actor_id, at: happened_at })), ...notes.map(({ author_id, created_at }) => ({ by: author_id, at: created_at }))]
    .toSorted((one, other) => one.at.getTime() - other.at.getTime()).at(-1)
  const over = ticket.status === 'resolved' || ticket.status === 'closed'
  const checks: Record<string, boolean> = {
    'it begins with its opening': first?.kind === 'opened' && same(first.happened_at, ticket.created_at) && first.actor_id === ticket.customer_id,
    'events are in time order': events.every(({ happened_at }, at) => at === 0 || happened_at >= (events[at - 1]?.happened_at ?? happened_at)),
    'nothing lies ahead': events.every(({ happened_at }) => happened_at <= new Date()),
    'the status follows from the events': statusBy(events) === ticket.status,
    'the last activity is the last event': same(last?.happened_at, ticket.last_activity_at),
    'the last change is by who made it': latest?.by === ticket.last_updated_by,
    'every event and note made a version': ticket.version === 1 + events.length + notes.length,
    'each reply has its event': JSON.stringify(replies.map(({ author_id, created_at }) => [author_id, created_at])) === JSON.stringify(events.filter(({ kind }) => kind === 'replied').map(({ actor_id, happened_at }) => [actor_id, happened_at])),
    'it waits for us while open': (ticket.waiting_since !== null) === (ticket.status === 'open'),
    'it has a time of resolution while over': (ticket.resolved_at !== null) === over,
    'it has a time of closing while closed': (ticket.closed_at !== null) === (ticket.status === 'closed'),
    'what is over says how': !over || (ticket.resolution_notes !== null && ticket.resolution_html !== null),
    'every text was rendered': [ticket.description_html, ...replies.map(({ html }) => html)].every(html => /^<(?:p|ul|ol|table|blockquote)>/.test(html)),
  }
  return Object.entries(checks).flatMap(([check, holds]) => holds ? [] : [`#${ticket.reference} ${ticket.title}: not so that ${check}`])
}

const same = (one: Date | null | undefined, other: Date | null | undefined) => one?.getTime() === other?.getTime()

t.test('every ticket is as if it had been lived', async t => {
  const { db } = await told(await world(t))
  const tickets = await db.selectFrom('tickets').selectAll().execute()
  t.equal(tickets.length, 16)
  for (const ticket of tickets) t.strictSame(wrong(await gather(db, ticket)), [], `#${ticket.reference} ${ticket.title}`)
})

t.test('what is new to a customer, or to the agent of a ticket, happened after their last look', async t => {
  const { db } = await told(await world(t))
  const reads = await db.selectFrom('ticket_reads').innerJoin('tickets', 'tickets.id', 'ticket_reads.ticket_id').innerJoin('profiles', 'profiles.id', 'profile_id')
    .select(['profile_id', 'email', 'ticket_reads.ticket_id', 'read_at', 'news', 'assigned_to', 'role']).execute()
  t.ok(reads.some(({ news }) => news > 0))
  for (const { profile_id, email, ticket_id, read_at, news, role, assigned_to } of reads) {
    const others = await db.selectFrom('ticket_events').leftJoin('profiles', 'profiles.id', 'actor_id').select('ticket_events.id')
      .where('ticket_id', '=', ticket_id).where('happened_at', '>', read_at ?? new Date(0))
      .where(it => it.or([it('actor_id', 'is', null), it('actor_id', '<>', profile_id)]))
      .where(it => role === 'customer' ? it.or([it('role', 'is', null), it('role', '<>', 'customer')]) : it('role', '=', 'customer')).execute()
    const heard = role === 'customer' || assigned_to === profile_id
    t.equal(news, heard ? others.length : 0, `${email} has as many news as there were since`)
  }
})
