import { sql } from 'kysely'
import type { Connection, Trx } from '../db/connect.ts'
import type { Person } from './access.ts'
import { remember } from './heard.ts'

/** Something changed on a ticket. */
export interface Change {
  ticketId: string
  customerId: string
  /** Who takes part besides the customer, and the customer's company, for whoever of it may see the ticket. */
  guestIds?: string[]
  companyId?: string
  /** Who did it, by id and by name; empty where nobody did. */
  actorId: string
  actorName: string
  /** The last are no changes of a ticket: somebody has a new notification, or may see less than before; or something was not heard. */
  kind: 'replied' | 'changed' | 'noted' | 'told' | 'shut out' | 'unheard'
  /** Who has a new notification because of it, by id. */
  told?: string[]
}
type Heard = (change: Change) => void
/** Ends a stream, and says after how many milliseconds its browser may come back. */
export type End = (comeBack: number) => void

/** Tells open pages what changed, in this process and in every other on the same database. */
export interface Live {
  subscribe(heard: Heard): () => void
  /** Where the news stand now: a page says so when its stream opens, and hears what came in between. */
  mark(): string
  /** What came after that mark; undefined where nobody can say any more. */
  since(mark: string): Change[] | undefined
  /** Takes charge of a person's stream: ends it with their session, with all others, and the oldest of too many. Returns how to let go of it. */
  keep(person: Pick<Person, 'id' | 'sessionId'>, end: End): () => void
  /** Ends all streams, and every one that still begins. */
  close(): void
}

const channel = 'ticket_changes'
/** Whoever ends a session tells its id here. */
export const sessionEnds = 'session_ends'
const nothing = { ticketId: '', customerId: '', actorId: '', actorName: '' }
/** More pages than anybody has open; each costs a connection. */
const streamsAtMost = 20
/** In milliseconds, when a browser may come back. */
export const soon = 2_000
const late = 60_000

export async function openLive({ listen }: Pick<Connection, 'listen'>): Promise<Live> {
  const listeners = new Set<Heard>()
  const streams = new Map<string, Map<End, string>>()
  const { mark, since, add, forget } = remember<Change>()
  let closed = false
  const tellAll = (change: Change) => {
    for (const heard of [...listeners]) heard(change)
  }
  await listen(channel, payload => {
    const { mark, change } = parsed(payload)
    if (change === undefined) return
    add(mark, change)
    tellAll(change)
  }, () => {
    forget()
    tellAll({ ...nothing, kind: 'unheard' })
  })
  await listen(sessionEnds, ended => {
    for (const [end, sessionId] of [...streams.values()].flatMap(own => [...own])) if (sessionId === ended) end(soon)
  })

  return {
    mark, since,
    subscribe(heard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
    keep({ id: personId, sessionId }, end) {
      const own = streams.get(personId) ?? new Map<End, string>()
      streams.set(personId, own.set(end, sessionId))
      const [oldest] = own.keys()
      if (closed) end(soon)
      else if (oldest !== undefined && own.size > streamsAtMost) {
        own.delete(oldest)
        oldest(late)
      }
      return () => {
        own.delete(end)
        if (own.size === 0 && streams.get(personId) === own) streams.delete(personId)
      }
    },
    close() {
      closed = true
      for (const end of [...streams.values()].flatMap(own => [...own.keys()])) end(soon)
    },
  }
}

/** A change and the transaction it came from; none for what is none of ours: anybody with the database can notify. */
function parsed(payload: string): { mark?: string; change?: Change } {
  const [, mark, json = ''] = /^(?:(\d+) )?(.*)$/s.exec(payload) ?? []
  try {
    const change = JSON.parse(json) as Partial<Change> | null
    if (typeof change?.ticketId !== 'string' || typeof change.actorName !== 'string') return {}
    return { ...(mark !== undefined && { mark }), change: change as Change }
  } catch {
    return {}
  }
}

/** A notification of PostgreSQL holds 8,000 bytes: of so many people it speaks at most. */
const atOnce = 100

/** Tells the world once the transaction commits, and never when it does not; what it says twice is told once. */
export async function publish(trx: Trx, { told = [], ...change }: Change): Promise<void> {
  await send(trx, { ...change, ...(told.length > 0 && { told: told.slice(0, atOnce) }) })
  await sendTo(trx, 'told', told.slice(atOnce))
}

/** Tells the open pages of these people that they have a new notification, where no change of a ticket does. */
export async function publishTold(trx: Trx, told: string[]): Promise<void> {
  await sendTo(trx, 'told', told)
}

/** Ends the streams of these people: what they may still hear is found out anew when their pages come back. */
export async function publishShutOut(trx: Trx, people: string[]): Promise<void> {
  await sendTo(trx, 'shut out', people)
}

async function sendTo(trx: Trx, kind: 'told' | 'shut out', people: string[]): Promise<void> {
  for (let at = 0; at < people.length; at += atOnce) await send(trx, { ...nothing, kind, told: people.slice(at, at + atOnce) })
}

async function send(trx: Trx, change: Change): Promise<void> {
  await sql`select pg_notify(${channel}, pg_current_xact_id()::text || ' ' || ${JSON.stringify(change)}::text)`.execute(trx)
}
