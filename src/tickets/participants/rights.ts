import type { FastifyRequest } from 'fastify'
import type { Right } from '../../db/visible.ts'
import type { Ticket } from '../../db/schema.ts'
import { forbidden } from '../../web/errors.ts'
import { mayReply } from '../rules.ts'

/** Refuses what only the owner of the ticket may do. What was typed is given back. */
export function mustOwn({ ticket }: Pick<FastifyRequest, 'ticket'>): void {
  if (ticket.right !== 'owner') throw forbidden('participants.owner-only')
}

/** Refuses words of somebody who may only read, and what would open a closed ticket again from all but its owner. */
export function mustMayWrite({ right, status }: Pick<Ticket, 'status'> & { right: Right }, noun: 'replies' | 'reopening'): void {
  if (right === 'read') throw forbidden('participants.read-only')
  if (right !== 'owner' && (noun === 'reopening' || !mayReply({ status }))) throw forbidden('participants.closed')
}
