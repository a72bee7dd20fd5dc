import type { FastifyReply, FastifyRequest } from 'fastify'
import { goTo } from '../../web/htmx.ts'
import { safeNext } from '../../web/next.ts'
import { findParked } from '../store.ts'

export const nextIn = ({ form, server }: FastifyRequest): string => safeNext(form?.get('next'), server.config.baseUrl)

/** Where somebody goes who has just signed in: where they wanted to, or to the text that waits for them. */
export async function welcome(request: FastifyRequest, reply: FastifyReply, personId: string): Promise<FastifyReply> {
  request.log.info({ person: personId }, 'signed in')
  const next = nextIn(request)
  const waiting = next === '/' ? await findParked(request.server.db, personId) : undefined
  return goTo(reply, waiting === undefined ? next : `/sign-in/kept/${waiting}`)
}
