import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { jsonBuildObject } from 'kysely/helpers/postgres'
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia'
import { originOf, shortAddress, type Origin } from '../activity/index.ts'
import { compiled, type Later } from '../db/compiled.ts'
import type { Db, Trx } from '../db/connect.ts'
import type { Sharing } from '../db/visible.ts'
import { readUi } from '../preferences/index.ts'
import type { Person } from '../web/access.ts'
import { endSessions } from './store.ts'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>
    DatabaseUserAttributes: Omit<Person, 'id' | 'sessionId'>
    DatabaseSessionAttributes: Origin & { seenLately: boolean }
  }
}

const slidingDays = 30
const absoluteDays = 90

/** Sign-in sessions. All that knows lucia is in this file. */
export interface Sessions {
  /** The person behind the request's cookie; renews a session that is half over. */
  recognise(request: FastifyRequest, reply: FastifyReply): Promise<Person | null>
  /** Remembers, once the answer is out, that the session was used; every ten minutes is often enough. */
  noteSeen(request: FastifyRequest): Promise<void>
  /** Starts a new session, ending the one the browser had. Who proved themselves is let in by `entrance`, which asks for the second step. */
  begin(trx: Trx, request: FastifyRequest, reply: FastifyReply, personId: string): Promise<Origin>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

export function createSessions(db: Db, https: boolean): Sessions {
  const lucia = createLucia(db, https)
  const idIn = (request: FastifyRequest) => request.cookies[lucia.sessionCookieName]
  const unnoted = new WeakSet<FastifyRequest>()
  const send = (reply: FastifyReply, { name, value, attributes }: ReturnType<typeof lucia.createSessionCookie>) => void reply.setCookie(name, value, attributes)

  return {
    async recognise(request, reply) {
      const id = idIn(request)
      if (id === undefined || id === '') return null
      const { session, user } = await lucia.validateSession(id)
      if (session === null) return null
      if (!session.seenLately) unnoted.add(request)
      if (session.fresh) send(reply, lucia.createSessionCookie(id))
      return { ...user, sessionId: hashSessionId(id) }
    },
    async noteSeen(request) {
      if (!unnoted.delete(request) || request.person === null) return
      await db.updateTable('sessions').set({ seen_at: sql`now()`, address: shortAddress(request.ip) }).where('id', '=', request.person.sessionId).execute()
    },
    async begin(trx, request, reply, personId) {
      const within = createLucia(trx, https)
      const old = idIn(request)
      if (old !== undefined) await within.invalidateSession(old)
      const origin = await originOf(request)
      const { id } = await within.createSession(personId, { ...origin, seenLately: true })
      send(reply, within.createSessionCookie(id))
      return origin
    },
    async end(request, reply) {
      const id = idIn(request)
      if (id !== undefined) await lucia.invalidateSession(id)
      send(reply, lucia.createBlankSessionCookie())
    },
  }
}

function createLucia(db: Db, https: boolean) {
  return new Lucia(adapter(db), {
    sessionExpiresIn: new TimeSpan(slidingDays, 'd'),
    sessionCookie: { name: https ? '__Host-session' : 'session', expires: true, attributes: { sameSite: 'lax', secure: https, path: '/' } },
    getUserAttributes: attributes => attributes,
    getSessionAttributes: ({ seenLately }) => ({ seenLately }),
  })
}

/** What the table holds for the id in a cookie. */
export const hashSessionId = (id: string): string => createHash('sha256').update(id).digest('hex')

/** lucia's questions over Kysely: the id is stored hashed, and one query answers a request. */
function adapter(db: Db): Adapter {
  return {
    getSessionAndUser: id => findSession(db, id),
    setSession: async ({ id, userId, expiresAt, attributes: { browser, address } }) => {
      await db.insertInto('sessions').values({ id: hashSessionId(id), profile_id: userId, expires_at: expiresAt, browser, address }).execute()
    },
    updateSessionExpiration: async (id, expiresAt) => {
      await db.updateTable('sessions').set({ expires_at: expiresAt }).where('id', '=', hashSessionId(id)).execute()
    },
    deleteSession: id => endSessions(db, sql`id = ${hashSessionId(id)}`),
    deleteUserSessions: userId => endSessions(db, sql`profile_id = ${userId}`),
    deleteExpiredSessions: async () => void await db.deleteFrom('sessions').where('expires_at', '<', sql<Date>`now()`).execute(),
    getUserSessions: async userId => {
      const rows = await db.selectFrom('sessions').select(['id', 'expires_at', 'browser', 'address']).where('profile_id', '=', userId).execute()
      return rows.map(({ id, expires_at: expiresAt, ...origin }) => ({ id, userId, expiresAt, attributes: { ...origin, seenLately: true } }))
    },
  }
}

// Constants are written out: as parameters they would make PostgreSQL plan this anew for every request.
const sessionRows = compiled((db, later: Later<{ id: string }>) => db.selectFrom('sessions')
  .innerJoin('profiles', 'profiles.id', 'sessions.profile_id')
  .where('sessions.id', '=', later('id'))
  .where('sessions.created_at', '>', sql<Date>`now() - make_interval(days => ${sql.lit(absoluteDays)})`)
  .leftJoin('customer_preferences', 'customer_preferences.customer_id', 'profiles.id')
  .leftJoin('deletions', 'deletions.profile_id', 'profiles.id')
  .leftJoin('companies', join => join.onRef('companies.id', '=', 'profiles.company_id').on('companies.shared_with', '<>', sql.lit('nobody')))
  .select(['ui_preferences', 'sessions.expires_at', 'sessions.browser', 'sessions.address', 'profiles.id', 'email', 'full_name', 'role', 'due_at'])
  .select(it => it.case().when('companies.id', 'is not', null)
    .then(jsonBuildObject({ name: it.ref('companies.name'), shared_with: it.ref('companies.shared_with'), may: it.ref('companies.may') })).else(null).end().as('sharing'))
  .select(sql<boolean>`seen_at > now() - interval '10 minutes'`.as('seenLately'))
  // Asked of staff alone: nobody else is kept out for want of one.
  .select(sql<boolean>`role <> 'customer' and exists (select from authenticators where authenticators.profile_id = profiles.id and confirmed_at is not null)`.as('secondStep'))
  .select(it => it.selectFrom('ticket_reads').select(it => it.fn.countAll<number>().as('count'))
    .whereRef('ticket_reads.profile_id', '=', 'profiles.id').where('news', '>', sql.lit(0)).as('news'))
  .select(it => it.selectFrom('drafts').select(it => it.fn.countAll<number>().as('count'))
    .whereRef('drafts.profile_id', '=', 'profiles.id').as('drafts'))
  .select(it => it.selectFrom('notifications').select(it => it.fn.countAll<number>().as('count'))
    .whereRef('notifications.profile_id', '=', 'profiles.id').where('read_at', 'is', null).as('unread')))

async function findSession(db: Db, id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
  const [row] = await sessionRows(db, { id: hashSessionId(id) })
  if (row === undefined) return [null, null]
  const { expires_at: expiresAt, id: userId, email, full_name: fullName, role, sharing, news, drafts, unread, ui_preferences, due_at: leaving, secondStep, browser, address, seenLately } = row
  return [
    { id, userId, expiresAt, attributes: { browser, address, seenLately } },
    { id: userId, attributes: { email, fullName, role, sharing: sharing as Sharing | null, news: news ?? 0, drafts: drafts ?? 0, unread: unread ?? 0, secondStep, leaving, ui: readUi(ui_preferences) } },
  ]
}
