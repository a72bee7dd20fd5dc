import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { spokenLanguage } from '../web/i18n.ts'
import type { SharedPage } from './memory.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The page is the same for every visitor who brings no cookie of ours but that of forms, so it is remembered and may be kept by anybody in between. */
    shared?: {
      /** The parts of the query that make another page; any other part changes nothing. */
      by?: readonly string[]
      /** A query with one of these is for this visitor alone. */
      unless?: readonly string[]
    }
  }
  interface FastifyRequest {
    /** Where the memory has this page, and how old the memory was when the request came; undefined where the page is not for everybody. */
    shared: { key: string; age: number } | undefined
    opened: string | undefined
  }
  interface FastifyReply {
    /** Counts that this was opened, now and whenever the page is shown out of the memory; not by staff. */
    countOpened(subject: string): void
  }
}

const ownCookie = /^(?:__Host-)?(?:session|toasts|visitor)$/
const vary = 'Cookie, Accept-Language, Accept-Encoding, HX-Request, HX-Target'

/** Pages that all visitors share: made once, remembered packed, and answered before anything else is asked. */
export const sharing = fp(async app => {
  app.decorateRequest('shared', undefined)
  app.decorateRequest('opened', undefined)

  app.decorateReply('countOpened', function (subject) {
    const { request } = this
    request.opened = subject
    if (request.person === null || request.person.role === 'customer') count(request, subject)
  })

  app.addHook('onRoute', route => {
    if (route.config?.shared === undefined) return
    route.onRequest = [...list(route.onRequest), answerFromMemory]
    // Before it is packed for this one request.
    route.onSend = [remember, ...list(route.onSend)]
  })

  async function answerFromMemory(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const key = keyOf(request)
    if (key === undefined) return
    const page = app.helpMemory.find(key)
    if (page === undefined) {
      request.shared = { key, age: app.helpMemory.age() }
      return
    }
    if (page.opened !== undefined) count(request, page.opened)
    const body = await addressed(request, reply.type(page.type), page)
    return reply.send(body)
  }

  async function remember(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<unknown> {
    const { shared } = request
    request.shared = undefined
    if (shared === undefined || reply.statusCode !== 200 || typeof body !== 'string') return body
    // Something of this visitor's own got into the page.
    if (reply.hasHeader('set-cookie') || reply.toasts.length > 0 || body.includes('name="_csrf"')) return body
    const page = pageOf(body, String(reply.getHeader('content-type')), request.opened)
    app.helpMemory.remember(shared.key, page, shared.age)
    return addressed(request, reply, page)
  }

  function count({ method, headers }: FastifyRequest, subject: string): void {
    if (method === 'GET' && headers['sec-purpose'] === undefined) app.countHelp('opened', subject)
  }
}, { name: 'sharing', dependencies: ['help-counts', 'toasts'] })

const list = <Hook>(hooks: Hook | Hook[] | undefined): Hook[] => hooks === undefined ? [] : [hooks].flat() as Hook[]

function keyOf({ url, cookies, query, swapTarget, routeOptions }: FastifyRequest): string | undefined {
  const { by = [], unless = [] } = routeOptions.config.shared ?? {}
  if (swapTarget !== undefined || Object.keys(cookies).some(name => ownCookie.test(name))) return undefined
  const parts = query as Record<string, unknown>
  if (unless.some(name => parts[name] !== undefined)) return undefined
  const path = `${spokenLanguage()} ${url.split('?')[0] ?? ''}`
  return by.length === 0 ? path : `${path}?${JSON.stringify(by.map(name => parts[name]))}`
}

function pageOf(body: string, type: string, opened: string | undefined): SharedPage {
  const plain = Buffer.from(body)
  return { type, plain, opened, hash: createHash('sha256').update(plain).digest('base64url').slice(0, 22) }
}

/** The body as this visitor can take it, with the headers that say so; nothing where they have it already. */
async function addressed({ headers }: FastifyRequest, reply: FastifyReply, page: SharedPage): Promise<Buffer | string> {
  const accepted = headers['accept-encoding'] ?? ''
  const encoding = page.plain.length < 1_000 ? undefined : encodings.find(({ asked }) => asked.test(accepted))
  const etag = `"${page.hash}${encoding === undefined ? '' : `-${encoding.name}`}"`
  reply.header('cache-control', 'public, max-age=60').header('vary', vary).header('etag', etag)
  if (page.type.startsWith('text/html')) reply.header('content-language', spokenLanguage())
  if (headers['if-none-match']?.includes(etag) === true) {
    reply.code(304).removeHeader('content-type')
    return ''
  }
  if (encoding === undefined) return page.plain
  reply.header('content-encoding', encoding.name)
  return page[encoding.name] ??= encoding.pack(page.plain).catch((error: unknown) => {
    // What failed once is tried again.
    delete page[encoding.name]
    throw error
  })
}

const encodings = [
  { name: 'br', asked: /\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?![.\d]))/, pack: (plain: Buffer) => promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }) },
  { name: 'gzip', asked: /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?![.\d]))/, pack: (plain: Buffer) => promisify(gzip)(plain, { level: 7 }) },
] as const
