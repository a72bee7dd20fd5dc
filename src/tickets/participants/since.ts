import type { Trx } from '../../db/connect.ts'
import type { Queue } from '../../jobs/queue.ts'
import { record, type Author } from '../store/record.ts'
import { shutOut } from './shut-out.ts'

/** Takes everybody off this person's tickets who was asked to take part since then, and takes back what was not answered yet. */
export async function removeInvitedSince(trx: Trx, queue: Queue, owner: Author, since: Date): Promise<void> {
  const asked = trx.selectFrom('participants').select('ticket_id').where('invited_at', '>=', since)
  const tickets = await trx.selectFrom('tickets').selectAll().where('customer_id', '=', owner.id).where('id', 'in', asked).orderBy('id').forUpdate().execute()
  const gone: string[] = []
  for (const ticket of tickets) {
    const removed = await trx.deleteFrom('participants').where('ticket_id', '=', ticket.id).where('invited_at', '>=', since).returning('profile_id').execute()
    const people = removed.flatMap(({ profile_id }) => profile_id ?? [])
    gone.push(...people)
    if (removed.length > 0) await record(trx, queue, ticket, owner, { kind: 'participant', details: { what: people.length > 0 ? 'removed' : 'withdrawn' } })
  }
  if (gone.length > 0) await shutOut(trx, gone)
}
