import type { FastifyRequest } from 'fastify'
import { safeNext } from '../web/next.ts'

/** Where somebody wanted to go before they were asked to sign in. */
export const nextIn = ({ form, server }: FastifyRequest): string => safeNext(form?.get('next'), server.config.baseUrl)
