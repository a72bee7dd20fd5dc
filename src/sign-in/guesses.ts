import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countTry, forgetTries, type Limit } from '../web/throttle.ts'

/** Guesses at one account from browsers that never signed in to it. */
const perAccount: Limit = { tries: 10, seconds: 900 }
/** Guesses from a browser that did: its owner is not locked out by what others try. */
const perDevice: Limit = { tries: 10, seconds: 900 }
/** Guesses from one network address, at whatever accounts. */
const perAddress: Limit = { tries: 50, seconds: 900 }

/** Slows down guessing passwords, by account and by address, and tells a known browser from strangers. */
export function guessGuard(app: FastifyInstance) {
  const secure = app.config.https
  const cookie = secure ? '__Host-known' : 'known'

  return {
    /** Counts a try; returns for how many seconds to wait, 0 for go ahead. */
    async count(request: FastifyRequest, email: string): Promise<number> {
      const account = hash(email.toLowerCase())
      const device = knownDevice(request, account)
      const own = device === undefined
        ? await countTry(app.db, `account:${account}`, perAccount)
        : await countTry(app.db, `device:${device}`, perDevice)
      return Math.max(own, await countTry(app.db, `address:${request.ip}`, perAddress))
    },

    /** After a right password: the tries are forgiven and this browser is known from now on. */
    async forget(request: FastifyRequest, reply: FastifyReply, { email }: { email: string }): Promise<void> {
      const account = hash(email.toLowerCase())
      const device = knownDevice(request, account)
      await forgetTries(app.db, device === undefined ? `account:${account}` : `device:${device}`)
      reply.setCookie(cookie, `${account}.${device ?? hash(request.id + Date.now())}`, { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true, maxAge: 400 * 86_400 })
    },
  }

  function knownDevice(request: FastifyRequest, account: string): string | undefined {
    const { valid, value } = request.unsignCookie(request.cookies[cookie] ?? '')
    const [of, device] = valid ? value.split('.') : []
    return of === account ? device : undefined
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
