import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Role } from '../db/schema.ts'
import type { Sharing } from '../db/visible.ts'
import type { UiPreferences } from '../preferences/index.ts'
import { readFields } from './body.ts'
import { forbidden } from './errors.ts'
import { goTo } from './htmx.ts'
import { speak } from './i18n.ts'

/** Who may use a route: anyone; `customer`, which is everybody signed in; agents (admins are agents too); admins. */
type Access = 'anyone' | 'customer' | 'agent' | 'admin'

/** Who sends the request. */
export interface Person {
  id: string
  email: string
  fullName: string
  role: Role
  /** Their company, where it lets others see what they ask. */
  sharing?: Sharing | null
  /** How many of their tickets hold something they have not seen. */
  news: number
  /** How many forms they had left unsent when the request came. */
  drafts: number
  /** How many notifications they have not read. */
  unread: number
  /** True for staff who sign in with a second step; of customers nothing is said. */
  secondStep: boolean
  /** When the account will be deleted, if its owner asked for that. */
  leaving: Date | null
  ui: UiPreferences
  sessionId: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** False where nobody needs to be recognised: assets, health. */
    session?: false
    /** True where the route reads its form by itself, because it takes files. Every other form is read and proven before its handler runs. */
    files?: true
    /** True where the form stands on a page that all visitors share, so that no token can be in it; the headers still say where it comes from. */
    unproven?: true
  }
  interface FastifyRequest {
    person: Person | null
  }
  interface FastifyInstance {
    /** Every route and who may use it, as it was declared. */
    routeTable: RouteAccess[]
  }
}

export interface RouteAccess { method: string; url: string; access: Access }

interface AccessOptions {
  /** Finds the person behind the request's session. */
  recognise(request: FastifyRequest, reply: FastifyReply): Promise<Person | null>
  /** Answers somebody who must sign in first, keeping what they sent. */
  askToSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
  /** Staff have to set up a second step before they may do anything as such. */
  guardStaff: boolean
}

/** Deny by default: a route that does not declare its access stops the app from starting. */
export const access = fp<AccessOptions>(async (app, { recognise, askToSignIn, guardStaff }) => {
  app.decorateRequest('person', null)

  const routeTable: RouteAccess[] = []
  app.decorate('routeTable', routeTable)

  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) throw new Error(`${String(method)} ${url} must declare its access.`)
    routeTable.push({ method: String(method), url, access: config.access })
  })

  app.addHook('preValidation', async (request, reply) => {
    const { access: wanted = 'anyone', session, files, unproven } = request.routeOptions.config
    if (session === false) return
    request.person = await recognise(request, reply)
    if (request.person !== null && request.person.ui.language !== '') speak(request.person.ui.language)
    if (wanted !== 'anyone') {
      if (request.person === null) return askToSignIn(request, reply)
      if (!mayUse(request.person, wanted)) throw forbidden('errors.staff-only')
      if (guardStaff && wanted !== 'customer' && !request.person.secondStep) return leadToSecondStep(request, reply)
    }
    if (request.method === 'POST' && !request.is404 && files !== true && unproven !== true) await readFields(request)
  })
}, { name: 'access', dependencies: ['body'] })

/** A page leads on by itself; what was typed is given back with the refusal. */
function leadToSecondStep(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method === 'GET') return goTo(reply.toast('problem', 'second-step.staff-first'), '/account/security/second-step')
  throw forbidden('second-step.staff-first')
}

/** The signed-in person of a route that is not for anyone. */
export function signedIn({ person }: FastifyRequest): Person {
  if (person === null) throw new Error('A route for anyone asked for the signed-in person.')
  return person
}

function mayUse({ role }: Pick<Person, 'role'>, wanted: Access): boolean {
  if (wanted === 'admin') return role === 'admin'
  return wanted !== 'agent' || role !== 'customer'
}
