import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { t, type MessageKey, type Values } from './i18n.ts'
import { resendOf } from './resend.ts'

/** A refusal we mean, with words for the person. Any other error is shown without its message. */
export class Refusal extends Error {
  readonly statusCode: number
  readonly key: MessageKey
  readonly values: Values | undefined
  readonly retryAfter: number | undefined

  /** @param retryAfter seconds */
  constructor(statusCode: number, key: MessageKey, values?: Values, retryAfter?: number) {
    super(t(key, values))
    this.statusCode = statusCode
    this.key = key
    this.values = values
    this.retryAfter = retryAfter
  }
}

export const badRequest = (key: MessageKey = 'errors.bad-request') => new Refusal(400, key)
export const forbidden = (key: MessageKey) => new Refusal(403, key)
export const notFound = (key: MessageKey = 'errors.not-found') => new Refusal(404, key)
/** @param seconds after which it is worth trying again */
export const tooMany = (seconds: number) => new Refusal(429, 'errors.too-many', { minutes: Math.ceil(seconds / 60) }, seconds)

/** PostgreSQL is away, going down, starting, full or just migrated; the driver says some of it without a code. */
const databaseAway = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', '0A000', '40001', '40P01', '57P01', '57P02', '57P03', '53300', '53100', '08000', '08003', '08006', '55P03', '57014'])
const withoutCode = /timeout exceeded when trying to connect|Connection terminated|connection is closed|Client has encountered a connection error/i
/** Text that PostgreSQL cannot hold: a NUL, a broken surrogate. */
const unstorable = new Set(['22021', '22P05', '22P02'])

export const errors = fp(async app => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const refusal = asRefusal(error)
    const level = refusal.statusCode >= 500 ? 'error' : 'info'
    request.log[level]({ err: error, status: refusal.statusCode }, 'request failed')
    return showError(reply, refusal)
  })
}, { name: 'errors' })

/** What the log says of an error: PostgreSQL's own details would hold what people typed. */
export function loggedError({ name, message, code, stack = '' }: Error & { code?: string }) {
  return { type: name, message, code, stack }
}

const unreadable = '/unreadable-address'

/** Registered last, so that an unknown address passes the same hooks as any page. */
export function handleUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler(({ raw }, reply) => showError(reply, raw.url === unreadable ? badRequest('errors.bad-address') : notFound()))
}

/** An address that the router cannot read has no route, no hooks and no pages: it is sent round again as one that has. */
export function answerUnreadable(app: FastifyInstance, { raw: request }: FastifyRequest, { raw: answer }: FastifyReply): void {
  request.url = unreadable
  app.routing(request, answer)
}

export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { code = '', statusCode = 500, message = '' } = (typeof error === 'object' && error !== null ? error : {}) as Partial<FastifyError>
  if (databaseAway.has(code) || withoutCode.test(message)) return new Refusal(503, 'errors.unavailable', {}, 5)
  if (unstorable.has(code)) return badRequest('errors.unstorable')
  if (statusCode === 413) return new Refusal(413, 'errors.too-large')
  if (statusCode === 429) return tooMany(60)
  if (statusCode === 503) return new Refusal(503, 'errors.unavailable', {}, 5)
  if (statusCode >= 400 && statusCode < 500) return badRequest()
  return new Refusal(500, 'errors.broken')
}

/**
 * Shows the refusal as a page of the product, which gives back what was typed. To htmx it is a toast only, so that
 * nobody's draft is replaced by it; but a form that has become invalid would be refused for ever.
 */
async function showError(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  const { request } = reply
  await request.rescueForm()
  reply.code(refusal.statusCode).header('cache-control', 'no-store')
  if (refusal.retryAfter !== undefined) reply.header('retry-after', refusal.retryAfter)

  const resend = resendOf(request)
  const view = { title: t(titles[refusal.statusCode] ?? 'errors.title-500'), message: refusal.message, requestId: request.id, resend, swapped: request.swapTarget !== undefined }
  if (request.swapTarget === undefined) return reply.page('errors/page', view)
  if (refusal.key === 'errors.old-form' && resend !== undefined) return reply.header('hx-retarget', '#main').header('hx-reswap', 'innerHTML').partial('errors/_error', view)
  reply.header('hx-reswap', 'none')
  return reply.toast('problem', refusal.key, refusal.values).partial('shared/_nothing', {})
}

const titles: Record<number, MessageKey> = {
  400: 'errors.title-400', 403: 'errors.title-403', 404: 'errors.title-404', 413: 'errors.title-413', 429: 'errors.title-429', 503: 'errors.title-503',
}
