import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import type { May, Ticket } from '../../db/schema.ts'
import type { Queue } from '../../jobs/queue.ts'
import { notify } from '../../notifications/index.ts'
import { hashToken } from '../../sign-in/index.ts'
import type { Person } from '../../web/access.ts'
import { record } from '../store/record.ts'
import { shutOut } from './shut-out.ts'

export interface Invitation { email: string; profile_id: string | null; may: May; customer_id: string; reference: number; title: string; owner: string; owner_email: string }

/** The invitation that a link names, while it works or where it was accepted; looking uses nothing up. */
export async function findInvitation(db: Db, token: string): Promise<Invitation | undefined> {
  return db.selectFrom('participants').innerJoin('tickets', 'tickets.id', 'ticket_id').innerJoin('profiles as owners', 'owners.id', 'tickets.customer_id')
    .where('participants.token_hash', '=', hashToken(token)).where(works)
    .select(['participants.email', 'participants.profile_id', 'participants.may', 'tickets.customer_id', 'reference', 'title', 'owners.full_name as owner', 'owners.email as owner_email'])
    .executeTakeFirst()
}

const works = sql<boolean>`(participants.profile_id is not null or participants.expires_at > now())`

/** Makes the person behind the invited address a participant, once. Returns the ticket's reference; undefined where the link is not theirs to use. */
export async function accept(trx: Trx, queue: Queue, person: Person, token: string): Promise<number | undefined> {
  const invitation = await trx.selectFrom('participants').select(['id', 'ticket_id']).where('token_hash', '=', hashToken(token)).executeTakeFirst()
  if (invitation === undefined) return undefined
  const ticket = await trx.selectFrom('tickets').selectAll().where('id', '=', invitation.ticket_id).where('customer_id', '<>', person.id).forUpdate().executeTakeFirst()
  if (ticket === undefined) return undefined
  // Under another address they may take part already.
  const before = await trx.selectFrom('participants').select('id').where('ticket_id', '=', ticket.id).where('profile_id', '=', person.id).executeTakeFirst()
  if (before !== undefined) return ticket.reference

  const joined = await trx.updateTable('participants').set({ profile_id: person.id }).where('token_hash', '=', hashToken(token))
    .where('profile_id', 'is', null).where(works).where(sql<boolean>`lower(email) = lower(${person.email})`).returning('id').executeTakeFirst()
  if (joined === undefined) return undefined
  await record(trx, queue, ticket, person, { kind: 'participant', details: { what: 'joined' } })
  await tellOwner(trx, queue, ticket, person, 'participant-joined')
  return ticket.reference
}

/** What somebody may do from now on. */
export async function setRight(trx: Trx, queue: Queue, ticket: Ticket, owner: Person, id: string, may: May): Promise<void> {
  const changed = await trx.updateTable('participants').set({ may }).where('id', '=', id).where('ticket_id', '=', ticket.id).where('may', '<>', may).returning('id').executeTakeFirst()
  if (changed !== undefined) await record(trx, queue, ticket, owner, { kind: 'participant', details: { what: 'changed' } })
}

/** Takes somebody off a locked ticket, or an invitation back. */
export async function remove(trx: Trx, queue: Queue, ticket: Ticket, owner: Person, id: string): Promise<void> {
  const gone = await trx.deleteFrom('participants').where('id', '=', id).where('ticket_id', '=', ticket.id).returning('profile_id').executeTakeFirst()
  if (gone === undefined) return
  await record(trx, queue, ticket, owner, { kind: 'participant', details: { what: gone.profile_id === null ? 'withdrawn' : 'removed' } })
  if (gone.profile_id !== null) await shutOut(trx, [gone.profile_id])
}

/** Takes oneself off a locked ticket. */
export async function leave(trx: Trx, queue: Queue, ticket: Ticket, person: Person): Promise<void> {
  const gone = await trx.deleteFrom('participants').where('ticket_id', '=', ticket.id).where('profile_id', '=', person.id).returning('id').executeTakeFirst()
  if (gone === undefined) return
  await record(trx, queue, ticket, person, { kind: 'participant', details: { what: 'left' } })
  await tellOwner(trx, queue, ticket, person, 'participant-left')
  await shutOut(trx, [person.id])
}

/** Forgets the addresses of those who never answered. */
export async function sweepInvitations(db: Db): Promise<void> {
  await db.deleteFrom('participants').where('profile_id', 'is', null).where(sql<boolean>`expires_at < now() - interval '90 days'`).execute()
}

async function tellOwner(trx: Trx, queue: Queue, { id: ticketId, customer_id: profileId, reference, title }: Ticket, { fullName: author }: Person, kind: 'participant-joined' | 'participant-left'): Promise<void> {
  await notify(queue, trx, { profileId, event: 'participant', kind, ticketId, details: { reference, title, ticketId, author } })
}
