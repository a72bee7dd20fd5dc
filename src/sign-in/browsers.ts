import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'

const days = 400
const perPerson = 50

/** Knows the browsers in which a person signed in before from any other, by a cookie that lives long. */
export function knownBrowsers(secure: boolean) {
  const cookie = secure ? '__Host-browser' : 'browser'
  const keyIn = ({ cookies }: FastifyRequest) => /^[\w-]{22}$/.test(cookies[cookie] ?? '') ? cookies[cookie] : undefined

  return {
    async knows(db: Db, request: FastifyRequest, personId: string): Promise<boolean> {
      const key = keyIn(request)
      if (key === undefined) return false
      return await db.selectFrom('known_browsers').select('profile_id')
        .where('profile_id', '=', personId).where('browser_hash', '=', hashed(key)).executeTakeFirst() !== undefined
    },
    /** From now on this browser is known to be that person's. */
    async remember(trx: Trx, request: FastifyRequest, reply: FastifyReply, profile_id: string): Promise<void> {
      const key = keyIn(request) ?? randomBytes(16).toString('base64url')
      await trx.insertInto('known_browsers').values({ profile_id, browser_hash: hashed(key) })
        .onConflict(conflict => conflict.columns(['profile_id', 'browser_hash']).doUpdateSet({ seen_at: sql`now()` })).execute()
      await trx.deleteFrom('known_browsers').where('profile_id', '=', profile_id).where('browser_hash', 'in', oldest(trx, profile_id)).execute()
      reply.setCookie(cookie, key, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: days * 86_400 })
    },
  }
}

const oldest = (db: Db, personId: string) => db.selectFrom('known_browsers').select('browser_hash')
  .where('profile_id', '=', personId).orderBy('seen_at', 'desc').orderBy('browser_hash').offset(perPerson)

const hashed = (key: string): string => createHash('sha256').update(`browser:${key}`).digest('hex')
