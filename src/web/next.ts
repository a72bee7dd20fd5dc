import type { FastifyRequest } from 'fastify'

const plainPath = /^\/(?![/\\])[\w\-./?=&%+~:,@!$'()*;]{0,2000}$/

/** Where to go after signing in: a path of our own, whatever was asked for. */
export function safeNext(wanted: string | null | undefined, baseUrl: string): string {
  if (wanted == null || !plainPath.test(wanted) || !URL.canParse(wanted, baseUrl)) return '/'
  const { origin, pathname } = new URL(wanted, baseUrl)
  return origin === baseUrl && !pathname.startsWith('//') ? wanted : '/'
}

/** Pages that lead in, and pass on where somebody wanted to go. */
const doors = /^\/(?:sign-in(?!\/kept)|sign-up|verify-email|forgotten-password|reset-password)\b/

/** What a link to a door carries, so that who signs in comes back to this page; '' where there is nothing to come back to. */
export function comeBack(request: FastifyRequest): string {
  const next = safeNext(doors.test(request.url) ? passedOn(request) : pageOf(request), request.server.config.baseUrl)
  return withQuery('', { next: next === '/' ? '' : next })
}

function passedOn({ form, query }: FastifyRequest): string | undefined {
  const { next } = query as { next?: unknown }
  return form?.get('next') ?? (typeof next === 'string' ? next : undefined)
}

/** What can be read at this address. A page that visitors share says nothing of what one of them had in the query. */
function pageOf({ method, url, server, routeOptions }: FastifyRequest): string | undefined {
  if (method === 'POST' && !server.hasRoute({ method: 'GET', url: routeOptions.url ?? '' })) return undefined
  return routeOptions.config.shared === undefined ? url : url.split('?')[0]
}

/** A path with a query, leaving out what is empty. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`
}
