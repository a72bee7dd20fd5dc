import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** As long as the link in the mail works. */
const seconds = 3_600

/** Knows the browser in which a sign-up was made from any other, that of somebody else with the same address say. */
export function signUpMark(secure: boolean) {
  const cookie = secure ? '__Host-sign-up' : 'sign-up'
  const options: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true }

  return {
    set(reply: FastifyReply, pendingId: string): void {
      reply.setCookie(cookie, pendingId, { ...options, maxAge: seconds })
    },
    names(request: FastifyRequest, pendingId: string): boolean {
      const { valid, value } = request.unsignCookie(request.cookies[cookie] ?? '')
      return valid && value === pendingId
    },
    clear(reply: FastifyReply): void {
      reply.clearCookie(cookie, options)
    },
  }
}
