import { createHash, randomBytes } from 'node:crypto'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyReply {
    /**
     * What to call somebody who has no account, or not signed in: a hash of a cookie that only this makes, and
     * that says nothing else. Ask for it only where a visitor left something that has to find them again.
     */
    visitor(): string
  }
  interface FastifyRequest {
    /** The same, undefined for a visitor who has left nothing yet. */
    knownVisitor(): string | undefined
  }
}

const hashed = (key: string): string => createHash('sha256').update(`visitor:${key}`).digest('hex')

export const visitors = fp<{ https: boolean }>(async (app, { https }) => {
  const cookie = https ? '__Host-visitor' : 'visitor'

  app.decorateRequest('knownVisitor', function () {
    const key = this.cookies[cookie]
    return key !== undefined && /^[\w-]{22}$/.test(key) ? hashed(key) : undefined
  })

  app.decorateReply('visitor', function () {
    const known = this.request.knownVisitor()
    if (known !== undefined) return known
    const key = randomBytes(16).toString('base64url')
    this.request.cookies[cookie] = key
    this.setCookie(cookie, key, { path: '/', httpOnly: true, sameSite: 'lax', secure: https, maxAge: 180 * 86_400 })
    return hashed(key)
  })
}, { name: 'visitors', dependencies: ['@fastify/cookie'] })
