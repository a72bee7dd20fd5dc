import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { signedIn, type Person } from './access.ts'
import { t } from './i18n.ts'
import { soon, type Change, type End, type Live } from './live.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the news stood when the request came: its page goes on from there. */
    seen: string
  }
}

export const seen = fp(async app => {
  app.decorateRequest('seen', '')
  app.addHook('onRequest', async request => {
    request.seen = app.live.mark()
  })
}, { name: 'seen' })

/** What to say of a change to somebody: nothing of what they did themselves. */
export function sentenceFor({ kind, actorId, actorName: name }: Pick<Change, 'kind' | 'actorId' | 'actorName'>, { id }: Pick<Person, 'id'>): string {
  if (actorId === id || kind === 'told' || kind === 'shut out' || kind === 'unheard') return ''
  return name === '' ? t('live.changed-itself') : t(`live.${kind}`, { name })
}

const heartbeat = 25_000
/** Then the browser comes back and is let in, or not, anew: a session that ended hears no more. */
const longest = 5 * 60_000
/** What a browser may leave unread before it is dropped; it comes back when it can. */
const unreadAtMost = 64 * 1024

type Say = (change: Change) => string | undefined

/**
 * Answers with server-sent events: a sentence for each change that `say` finds worth telling, '' for one that is not to be
 * spoken. First comes what happened since the page was made, or since the line was lost.
 */
export function streamChanges(request: FastifyRequest, reply: FastifyReply, live: Live, say: Say): FastifyReply {
  reply.hijack()
  if (reply.raw.destroyed) return reply
  const person = signedIn(request)
  const { send, tell, end } = openLine(reply, live)
  const sentenceOf = hearing(person, say)
  const hear = (change: Change) => isShutOut(change, person) ? end(soon) : tell(sentenceOf(change))

  tell(missedBy(request, live, sentenceOf))
  untilClosed(reply.raw, [
    // Changes are heard on the database's line, not in this request: the language has to be brought along.
    live.subscribe(AsyncLocalStorage.bind(hear)),
    every(heartbeat, () => send(': still here')),
    every(longest, () => end(soon)),
    live.keep(person, end),
  ])
  // Who was shut out after they were let in and before they listened did not hear it.
  if (live.since(request.seen)?.some(change => isShutOut(change, person)) === true) end(soon)
  return reply
}

/** A line on which each word says up to where its browser has heard: it names that when it comes back. */
function openLine(reply: FastifyReply, live: Live) {
  const { raw } = reply
  const send = (text: string) => {
    if (raw.writableEnded || raw.destroyed) return
    if (raw.writableLength > unreadAtMost) raw.destroy()
    else raw.write(`id: ${live.mark()}\n${text}\n\n`)
  }
  const tell = (sentence: string | undefined) => {
    if (sentence !== undefined) send(`event: change\ndata: ${JSON.stringify({ sentence })}`)
  }
  const end: End = comeBack => {
    send(`retry: ${comeBack}\nevent: away\ndata: {}`)
    raw.end()
    // Who does not read what it was told would keep us from stopping.
    setTimeout(() => raw.destroy(), soon).unref()
  }
  raw.writeHead(200, { ...reply.getHeaders() as Record<string, string>, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write(`retry: ${soon}\n\n`)
  return { send, tell, end }
}

const isShutOut = ({ kind, told }: Change, { id }: Person): boolean => kind === 'shut out' && told?.includes(id) === true

/** What somebody hears of a change. What shuts them out ends their stream; if it did so already, they look again. A new notification changes the count in the header: the page looks again without a word. */
function hearing({ id }: Person, say: Say): Say {
  return change => {
    if (change.kind === 'unheard') return ''
    const sentence = change.kind === 'told' || change.kind === 'shut out' ? undefined : say(change)
    return sentence ?? (change.told?.includes(id) === true ? '' : undefined)
  }
}

/** The last sentence of all that came since the page was made, or since the line was lost; undefined where nothing did. */
function missedBy({ headers, query }: FastifyRequest, { since }: Live, sentenceOf: Say): string | undefined {
  const mark = String(headers['last-event-id'] ?? (query as { seen?: unknown }).seen ?? '')
  if (mark === '') return undefined
  const sentences = since(mark)?.flatMap(change => sentenceOf(change) ?? []) ?? ['']
  return sentences.findLast(sentence => sentence !== '') ?? sentences[0]
}

function every(milliseconds: number, act: () => void): () => void {
  const timer = setInterval(act, milliseconds)
  return () => clearInterval(timer)
}

function untilClosed(raw: FastifyReply['raw'], undo: (() => void)[]): void {
  raw.once('close', () => undo.forEach(act => act()))
}
