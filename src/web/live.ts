import { sql } from 'kysely'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Connection, Trx } from '../db/connect.ts'

/** Something changed on a ticket. */
export interface Change {
  ticketId: string
  customerId: string
  /** Who did it, by id and by name. */
  actorId: string
  actorName: string
  kind: 'replied' | 'changed' | 'noted'
}
type Heard = (change: Change) => void

/** Tells open pages what changed, in this process and in every other on the same database. */
export interface Live {
  subscribe(heard: Heard): () => void
  /** Ends all streams and asks browsers to come back later. */
  close(): void
  onClose(end: () => void): () => void
}

const channel = 'ticket_changes'

export async function openLive({ listen }: Pick<Connection, 'listen'>): Promise<Live> {
  const listeners = new Set<Heard>()
  const streams = new Set<() => void>()
  await listen(channel, payload => {
    const change = JSON.parse(payload) as Change
    for (const heard of listeners) heard(change)
  })
  return {
    subscribe: heard => added(listeners, heard),
    onClose: end => added(streams, end),
    close() {
      for (const end of [...streams]) end()
    },
  }
}

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => void set.delete(item)
}

/** Tells the world once the transaction commits, and never when it does not. */
export async function publish(trx: Trx, change: Change): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(change)})`.execute(trx)
}

const heartbeat = 25_000
const comeBack = 2_000

/** Answers with server-sent events: a sentence for each change that `say` finds worth telling, '' for one that is not to be spoken. */
export function streamChanges(request: FastifyRequest, reply: FastifyReply, live: Live, say: (change: Change) => string | undefined): FastifyReply {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { ...reply.getHeaders() as Record<string, string>, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write(`retry: ${comeBack}\n\n`)
  const beat = setInterval(() => raw.write(': still here\n\n'), heartbeat)
  const unsubscribe = live.subscribe(change => {
    const sentence = say(change)
    if (sentence !== undefined) raw.write(`event: change\ndata: ${JSON.stringify({ sentence })}\n\n`)
  })
  const forget = live.onClose(() => raw.end('event: away\ndata: {}\n\n'))
  request.raw.once('close', () => {
    clearInterval(beat)
    unsubscribe()
    forget()
  })
  return reply
}
