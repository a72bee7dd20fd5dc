import type { FastifyRequest } from 'fastify'
import type { Ticket } from '../db/schema.ts'

/** The ticket is not as the agent saw it; nothing was written. */
export class Changed extends Error {}

/** Which version of the ticket the agent saw who sent this form; 0 where it does not say. */
export function seenVersion({ form }: FastifyRequest): number {
  const version = form?.get('version') ?? ''
  return /^\d{1,9}$/.test(version) ? Number(version) : 0
}

/** Throws where somebody else was faster, or the locked ticket does not take this. */
export function mustBeAsSeen(request: FastifyRequest, { version }: Pick<Ticket, 'version'>, allowed = true): void {
  if (version !== seenVersion(request) || !allowed) throw new Changed()
}
