import type { FastifyRequest } from 'fastify'
import { signedIn } from '../../web/access.ts'
import { withQuery } from '../../web/next.ts'

/** Long enough to go on with a large download that broke off. */
const seconds = 3_600

/** Where a copy can be fetched for an hour, in the session in which its owner has just typed the password. */
export function provenLink(request: FastifyRequest, id: string): string {
  const until = String(Math.floor(Date.now() / 1_000) + seconds)
  const proof = request.server.signCookie(whatIsProven(request, id, until)).split('.').at(-1) ?? ''
  return withQuery(`/account/data/archives/${id}`, { key: `${until}.${proof}` })
}

/** Whether the address was made for this session, and is still good. */
export function isProven(request: FastifyRequest, id: string): boolean {
  const { key } = request.query as { key?: unknown }
  const [until = '', proof = ''] = String(key).split('.')
  if (!/^\d{1,12}$/.test(until) || Number(until) * 1_000 < Date.now()) return false
  return request.server.unsignCookie(`${whatIsProven(request, id, until)}.${proof}`).valid
}

const whatIsProven = (request: FastifyRequest, id: string, until: string): string => `copy of my data ${id} ${signedIn(request).sessionId} ${until}`
