import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { hashToken, newToken } from '../passwords.ts'

const seconds = 600

/** Sign-ins whose password was right and whose code is still to come. The browser knows its own by a cookie. */
export function pendingSignIns(secure: boolean) {
  const cookie = secure ? '__Host-second-step' : 'second-step'
  const options: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure }
  const mine = (request: FastifyRequest) => hashToken(request.cookies[cookie] ?? '')

  return {
    async begin(trx: Trx, request: FastifyRequest, reply: FastifyReply, profile_id: string): Promise<void> {
      const { token, token_hash } = newToken()
      await trx.deleteFrom('pending_sign_ins').where('token_hash', '=', mine(request)).execute()
      await trx.insertInto('pending_sign_ins').values({ token_hash, profile_id }).execute()
      reply.setCookie(cookie, token, { ...options, maxAge: seconds })
    },
    /** Whose sign-in waits in this browser. */
    async find(db: Db, request: FastifyRequest): Promise<string | undefined> {
      const row = await db.selectFrom('pending_sign_ins').select('profile_id')
        .where('token_hash', '=', mine(request)).where(sql<boolean>`expires_at > now()`).executeTakeFirst()
      return row?.profile_id
    },
    /** Ends it, once; false where it is over already. */
    async end(trx: Trx, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
      reply.clearCookie(cookie, options)
      return await trx.deleteFrom('pending_sign_ins').where('token_hash', '=', mine(request)).where(sql<boolean>`expires_at > now()`)
        .returning('profile_id').executeTakeFirst() !== undefined
    },
  }
}
