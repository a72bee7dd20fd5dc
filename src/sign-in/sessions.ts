import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia'
import { compiled, type Later } from '../db/compiled.ts'
import type { Db, Trx } from '../db/connect.ts'
import type { Role } from '../db/schema.ts'
import type { Person } from '../web/access.ts'
import { endSessions } from './store.ts'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>
    DatabaseUserAttributes: { email: string; fullName: string; role: Role; news: number; drafts: number }
  }
}

const slidingDays = 30
const absoluteDays = 90

/** Sign-in sessions. All that knows lucia is in this file. */
export interface Sessions {
  /** The person behind the request's cookie; renews a session that is half over. */
  recognise(request: FastifyRequest, reply: FastifyReply): Promise<Person | null>
  /** Starts a new session, ending the one the browser had. */
  begin(trx: Trx, request: FastifyRequest, reply: FastifyReply, personId: string): Promise<void>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Ends all sessions of a person but the given one. */
  endOthers(db: Db, personId: string, keptId?: string): Promise<void>
}

export function createSessions(db: Db, https: boolean): Sessions {
  const lucia = createLucia(db, https)
  const idIn = (request: FastifyRequest) => request.cookies[lucia.sessionCookieName]
  const send = (reply: FastifyReply, { name, value, attributes }: ReturnType<typeof lucia.createSessionCookie>) => void reply.setCookie(name, value, attributes)

  return {
    async recognise(request, reply) {
      const id = idIn(request)
      if (id === undefined || id === '') return null
      const { session, user } = await lucia.validateSession(id)
      if (session === null) return null
      if (session.fresh) send(reply, lucia.createSessionCookie(id))
      return { ...user, sessionId: hashSessionId(id) }
    },
    async begin(trx, request, reply, personId) {
      const within = createLucia(trx, https)
      const old = idIn(request)
      if (old !== undefined) await within.invalidateSession(old)
      const { id } = await within.createSession(personId, {})
      send(reply, within.createSessionCookie(id))
    },
    async end(request, reply) {
      const id = idIn(request)
      if (id !== undefined) await lucia.invalidateSession(id)
      send(reply, lucia.createBlankSessionCookie())
    },
    async endOthers(trx, personId, keptId = '') {
      await endSessions(trx, sql`profile_id = ${personId} and id <> ${keptId}`)
    },
  }
}

function createLucia(db: Db, https: boolean) {
  return new Lucia(adapter(db), {
    sessionExpiresIn: new TimeSpan(slidingDays, 'd'),
    sessionCookie: { name: https ? '__Host-session' : 'session', expires: true, attributes: { sameSite: 'lax', secure: https, path: '/' } },
    getUserAttributes: attributes => attributes,
  })
}

/** What the table holds for the id in a cookie. */
export const hashSessionId = (id: string): string => createHash('sha256').update(id).digest('hex')

/** lucia's questions over Kysely: the id is stored hashed, and one query answers a request. */
function adapter(db: Db): Adapter {
  return {
    getSessionAndUser: id => findSession(db, id),
    setSession: async ({ id, userId, expiresAt }) => {
      await db.insertInto('sessions').values({ id: hashSessionId(id), profile_id: userId, expires_at: expiresAt }).execute()
    },
    updateSessionExpiration: async (id, expiresAt) => {
      await db.updateTable('sessions').set({ expires_at: expiresAt }).where('id', '=', hashSessionId(id)).execute()
    },
    deleteSession: id => endSessions(db, sql`id = ${hashSessionId(id)}`),
    deleteUserSessions: userId => endSessions(db, sql`profile_id = ${userId}`),
    deleteExpiredSessions: async () => void await db.deleteFrom('sessions').where('expires_at', '<', sql<Date>`now()`).execute(),
    getUserSessions: async userId => {
      const rows = await db.selectFrom('sessions').select(['id', 'expires_at']).where('profile_id', '=', userId).execute()
      return rows.map(row => ({ id: row.id, userId, expiresAt: row.expires_at, attributes: {} }))
    },
  }
}

// Constants are written out: as parameters they would make PostgreSQL plan this anew for every request.
const sessionRows = compiled((db, later: Later<{ id: string }>) => db.selectFrom('sessions')
  .innerJoin('profiles', 'profiles.id', 'sessions.profile_id')
  .where('sessions.id', '=', later('id'))
  .where('sessions.created_at', '>', sql<Date>`now() - make_interval(days => ${sql.lit(absoluteDays)})`)
  .select(['sessions.expires_at', 'profiles.id', 'email', 'full_name', 'role'])
  .select(it => it.selectFrom('ticket_reads').select(it => it.fn.countAll<number>().as('count'))
    .whereRef('ticket_reads.profile_id', '=', 'profiles.id').where('news', '>', sql.lit(0)).as('news'))
  .select(it => it.selectFrom('drafts').select(it => it.fn.countAll<number>().as('count'))
    .whereRef('drafts.profile_id', '=', 'profiles.id').as('drafts')))

async function findSession(db: Db, id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
  const [row] = await sessionRows(db, { id: hashSessionId(id) })
  if (row === undefined) return [null, null]
  const { expires_at: expiresAt, id: userId, email, full_name: fullName, role, news, drafts } = row
  return [{ id, userId, expiresAt, attributes: {} }, { id: userId, attributes: { email, fullName, role, news: news ?? 0, drafts: drafts ?? 0 } }]
}
