import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Connection, Trx } from '../db/connect.ts'
import { signedIn, type Person } from './access.ts'
import { t } from './i18n.ts'

/** Something changed on a ticket. */
export interface Change {
  ticketId: string
  customerId: string
  /** Who takes part besides the customer, and the customer's company: whoever of them may see the ticket. */
  guestIds?: string[]
  companyId?: string
  /** Who did it, by id and by name; empty where nobody did. */
  actorId: string
  actorName: string
  /** `told` and `shut out` are no changes of a ticket: somebody has a new notification, or may see less than before. */
  kind: 'replied' | 'changed' | 'noted' | 'told' | 'shut out'
  /** Who has a new notification because of it, by id. */
  told?: string[]
}
type Heard = (change: Change) => void
/** Ends a stream, and says after how many milliseconds its browser may come back. */
type End = (comeBack: number) => void

/** Tells open pages what changed, in this process and in every other on the same database. */
export interface Live {
  subscribe(heard: Heard): () => void
  /** Takes charge of a person's stream: ends it with their session, with all others, and the oldest of too many. Returns how to let go of it. */
  keep(person: Pick<Person, 'id' | 'sessionId'>, end: End): () => void
  /** Ends all streams, and every one that still begins. */
  close(): void
}

const channel = 'ticket_changes'
/** Whoever ends a session tells its id here. */
export const sessionEnds = 'session_ends'
/** More pages than anybody has open; each costs a connection. */
const streamsAtMost = 20
const soon = 2_000
const late = 60_000

export async function openLive({ listen }: Pick<Connection, 'listen'>): Promise<Live> {
  const listeners = new Set<Heard>()
  const streams = new Map<string, Map<End, string>>()
  let closed = false
  await listen(channel, payload => {
    const change = parsed(payload)
    if (change !== undefined) for (const heard of [...listeners]) heard(change)
  })
  await listen(sessionEnds, ended => {
    for (const [end, sessionId] of [...streams.values()].flatMap(own => [...own])) if (sessionId === ended) end(soon)
  })

  return {
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

/** Undefined for what is none of ours: anybody with the database can notify. */
function parsed(payload: string): Change | undefined {
  try {
    const change = JSON.parse(payload) as Partial<Change> | null
    return typeof change?.ticketId === 'string' && typeof change.actorName === 'string' ? change as Change : undefined
  } catch {
    return undefined
  }
}

/** Tells the world once the transaction commits, and never when it does not. */
export async function publish(trx: Trx, change: Change): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(change)})`.execute(trx)
}

/** Tells the open pages of these people that they have a new notification, where no change of a ticket does. */
export async function publishTold(trx: Trx, told: string[]): Promise<void> {
  if (told.length > 0) await publish(trx, { ticketId: '', customerId: '', actorId: '', actorName: '', kind: 'told', told })
}

const atOnce = 100

/** Ends the streams of these people: what they may still hear is found out anew when their pages come back. */
export async function publishShutOut(trx: Trx, people: string[]): Promise<void> {
  for (let at = 0; at < people.length; at += atOnce) {
    await publish(trx, { ticketId: '', customerId: '', actorId: '', actorName: '', kind: 'shut out', told: people.slice(at, at + atOnce) })
  }
}

/** What to say of a change to somebody: nothing of what they did themselves. */
export function sentenceFor({ kind, actorId, actorName: name }: Pick<Change, 'kind' | 'actorId' | 'actorName'>, { id }: Pick<Person, 'id'>): string {
  if (actorId === id || kind === 'told' || kind === 'shut out') return ''
  return name === '' ? t('live.changed-itself') : t(`live.${kind}`, { name })
}

const heartbeat = 25_000
/** Then the browser comes back and is let in, or not, anew: a session that ended hears no more. */
const longest = 5 * 60_000
/** What a browser may leave unread before it is dropped; it comes back when it can. */
const unreadAtMost = 64 * 1024

/** Answers with server-sent events: a sentence for each change that `say` finds worth telling, '' for one that is not to be spoken. */
export function streamChanges(request: FastifyRequest, reply: FastifyReply, live: Live, say: (change: Change) => string | undefined): FastifyReply {
  reply.hijack()
  const { raw } = reply
  const { id } = signedIn(request)
  if (raw.destroyed) return reply

  const send = (text: string) => {
    if (raw.writableEnded || raw.destroyed) return
    if (raw.writableLength > unreadAtMost) raw.destroy()
    else raw.write(text)
  }
  const end: End = comeBack => {
    send(`retry: ${comeBack}\nevent: away\ndata: {}\n\n`)
    raw.end()
    // Who does not read what it was told would keep us from stopping.
    setTimeout(() => raw.destroy(), soon).unref()
  }
  raw.writeHead(200, { ...reply.getHeaders() as Record<string, string>, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  send(`retry: ${soon}\n\n`)
  untilClosed(raw, [
    // Changes are heard on the database's line, not in this request: the language has to be brought along.
    live.subscribe(AsyncLocalStorage.bind((change: Change) => {
      if (change.kind === 'shut out') return change.told?.includes(id) === true ? end(soon) : undefined
      // A new notification changes the count in the header: the page looks again without a word.
      const sentence = (change.kind === 'told' ? undefined : say(change)) ?? (change.told?.includes(id) === true ? '' : undefined)
      if (sentence !== undefined) send(`event: change\ndata: ${JSON.stringify({ sentence })}\n\n`)
    })),
    every(heartbeat, () => send(': still here\n\n')),
    every(longest, () => end(soon)),
    live.keep(signedIn(request), end),
  ])
  return reply
}

function every(milliseconds: number, act: () => void): () => void {
  const timer = setInterval(act, milliseconds)
  return () => clearInterval(timer)
}

function untilClosed(raw: FastifyReply['raw'], undo: (() => void)[]): void {
  raw.once('close', () => undo.forEach(act => act()))
}
