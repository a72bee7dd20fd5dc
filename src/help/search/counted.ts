import fp from 'fastify-plugin'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isStaff } from '../../db/visible.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Counts the search and whether it found anything, once its words stay: at once for a page, after a while for what is being typed. Never by staff. */
    countSearch(words: string, found: boolean): void
  }
}

const stays = 5_000
/** More people than this do not type at once. */
const atMost = 1_000
const longest = 80
const digitsAtMost = 4

/** The words as they are counted; undefined for what may say who somebody is, which is never written down. */
export function countable(words: string): string | undefined {
  const plain = words.toLowerCase().replace(/\s+/g, ' ').trim()
  const personal = plain.includes('@') || (plain.match(/\p{N}/gu)?.length ?? 0) > digitsAtMost || [...plain].length > longest
  return personal || plain === '' ? undefined : plain
}

interface Typed { timer: NodeJS.Timeout; count(): void }

export const countedSearches = fp(async app => {
  const typing = new Map<string, Typed>()

  function settle(who: string): void {
    const typed = typing.get(who)
    if (typed === undefined) return
    clearTimeout(typed.timer)
    typing.delete(who)
    typed.count()
  }

  function later(who: string, count: () => void): void {
    clearTimeout(typing.get(who)?.timer)
    typing.delete(who)
    typing.set(who, { count, timer: setTimeout(() => settle(who), stays).unref() })
    const [oldest = ''] = typing.keys()
    if (typing.size > atMost) settle(oldest)
  }

  app.decorateReply('countSearch', function (this: FastifyReply, words, found) {
    const { request } = this
    const subject = countable(words)
    if (request.person !== null && isStaff(request.person) || request.method !== 'GET' || request.headers['sec-purpose'] !== undefined) return
    const count = () => {
      if (subject === undefined) return
      app.countHelp('searched', subject)
      if (!found) app.countHelp('found nothing', subject)
    }
    if (request.swapTarget === undefined) count()
    else later(whoTypes(request), count)
  })
  app.addHook('preClose', async () => [...typing.keys()].forEach(settle))
}, { name: 'counted-searches', dependencies: ['help-counts'] })

/** Kept only while they type. */
const whoTypes = ({ person, ip, headers }: FastifyRequest): string => person?.id ?? `${ip} ${headers['user-agent'] ?? ''}`
