import { createHmac } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import csrfTokens from '@fastify/csrf'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { forbidden } from './errors.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** The hidden fields that prove a form came from us, and for whom it was made. */
    formProof(): { csrf: string; author: string }
  }
  interface FastifyRequest {
    /** Throws unless the form that was read proves that we made it, for whom it names as its author; who is signed in must be that author. */
    proveForm(): void
    /** For whom the form was made, once it is proven: a person's id, or 'visitor'. */
    formAuthor: string | undefined
  }
}

const visitor = 'visitor'
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

interface CsrfOptions { origin: string; https: boolean; secret: string }

/**
 * Two locks on every post: the headers by which browsers say where it comes from, checked before any
 * byte of the body is read, and a token for those that send no such header. The token is bound to the
 * person the form was made for, so a form that outlived its session still tells whose text it holds.
 */
export const csrf = fp<CsrfOptions>(async (app, { origin, https, secret }) => {
  const tokens: csrfTokens.TokensUserinfo = csrfTokens({ userInfo: true, hmacKey: createHmac('sha256', secret).update('csrf').digest('hex') })
  const cookie = https ? '__Host-csrf' : 'csrf'
  const cookieOptions: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure: https, maxAge: 400 * 86_400 }

  app.decorateReply('formProof', function () {
    const author = this.request.person?.id ?? this.request.formAuthor ?? visitor
    const key = this.request.cookies[cookie] ?? tokens.secretSync()
    if (this.request.cookies[cookie] === undefined) {
      this.request.cookies[cookie] = key
      this.setCookie(cookie, key, cookieOptions)
    }
    return { csrf: tokens.create(key, author), author }
  })

  app.decorateRequest('formAuthor', undefined)
  app.decorateRequest('proveForm', function () {
    const key = this.cookies[cookie]
    if (key === undefined) throw forbidden('errors.no-cookies')
    const author = this.form?.get('author') ?? ''
    if (!tokens.verify(key, this.form?.get('_csrf') ?? '', author) || isSomebodyElses(this, author)) throw forbidden('errors.old-form')
    this.formAuthor = author
  })

  app.addHook('onRequest', async request => {
    if (!safeMethods.has(request.method) && isForeign(request, origin)) throw forbidden('errors.foreign-form')
  })
}, { name: 'csrf', dependencies: ['@fastify/cookie'] })

/** For whom a proven form was made: a person's id, or undefined for a visitor. */
export function authorOf({ formAuthor }: FastifyRequest): string | undefined {
  return formAuthor === visitor ? undefined : formAuthor
}

/** What was written as one person is not sent in the name of the next who signs in to the same browser. */
function isSomebodyElses({ person, routeOptions }: FastifyRequest, author: string): boolean {
  return person !== null && routeOptions.config.access !== 'anyone' && author !== person.id
}

function isForeign({ headers }: FastifyRequest, ours: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  // A page that hides its referrer makes old browsers send "null"; the token decides then.
  return headers.origin !== undefined && headers.origin !== 'null' && headers.origin !== ours
}
