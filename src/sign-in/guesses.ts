import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/connect.ts'
import { countTry, forgetTries, networkOf, uncountTry, type Limit } from '../web/throttle.ts'
import { comparedEmail } from './store.ts'

/** Guesses at one account from browsers that never signed in to it. */
const perAccount: Limit = { tries: 10, seconds: 900 }
/** Guesses from a browser that did: its owner is not locked out by what others try, at home or behind the same address. */
const perDevice: Limit = { tries: 10, seconds: 900 }
/** Guesses from one network address, at whatever accounts. */
const perAddress: Limit = { tries: 50, seconds: 900 }
/** So many people can share a browser and each stay known to it. */
const accountsAtMost = 5

interface Known { account: string; device: string }

/** Slows down guessing passwords, by account and by address, and tells a known browser from strangers. */
export function guessGuard({ db, config: { https: secure } }: FastifyInstance) {
  const cookie = secure ? '__Host-known' : 'known'

  return {
    /** Counts a try; returns for how many seconds to wait, 0 for go ahead. */
    async count(request: FastifyRequest, account: string): Promise<number> {
      const device = knownTo(request).find(known => known.account === account)?.device
      if (device !== undefined) return countTry(db, `device:${device}`, perDevice)
      const own = await countTry(db, `account:${account}`, perAccount)
      return Math.max(own, await countTry(db, addressKey(request), perAddress))
    },

    /** After a right password or a link from the owner's mail: the tries are forgiven and this browser is known from now on. */
    async forget(request: FastifyRequest, reply: FastifyReply, account: string): Promise<void> {
      const all = knownTo(request)
      const known = all.find(known => known.account === account)
      await forgetTries(db, known === undefined ? `account:${account}` : `device:${known.device}`)
      if (known === undefined) await uncountTry(db, addressKey(request))
      const kept = [known ?? { account, device: randomBytes(16).toString('hex') }, ...all.filter(other => other !== known)]
      const value = kept.slice(0, accountsAtMost).map(({ account, device }) => `${account}.${device}`).join('-')
      reply.setCookie(cookie, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true, maxAge: 400 * 86_400 })
    },
  }

  function knownTo(request: FastifyRequest): Known[] {
    const { valid, value } = request.unsignCookie(request.cookies[cookie] ?? '')
    return valid ? value.split('-').map(pair => {
      const [account = '', device = ''] = pair.split('.')
      return { account, device }
    }) : []
  }
}

/** How an account is named in counts and logs, whether or not there is one. */
export async function accountKey(db: Db, email: string): Promise<string> {
  return createHash('sha256').update(await comparedEmail(db, email)).digest('hex').slice(0, 32)
}

const addressKey = ({ ip }: FastifyRequest): string => `address:${networkOf(ip)}`
