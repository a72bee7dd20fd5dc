import type { Db } from '../db/connect.ts'
import type { Status } from '../db/schema.ts'
import { rightOf, seenBy, type Right } from '../db/visible.ts'
import { ofPerson, type Draft } from './store.ts'

/** The ticket for which a reply was written, as far as its author sees it now. */
export interface AnsweredTicket { reference: number; title: string; status: Status; closed_at: Date | null; right: Right }
/** A ticket or a reply that was not sent; without `ticket` where its author sees that no more. */
export interface Unsent extends Draft { ticket: AnsweredTicket | undefined }

/** Tickets and replies that this person has not sent, the latest first. */
export async function listUnsent(db: Db, personId: string): Promise<Unsent[]> {
  const rows = await unsentOf(db, personId).orderBy('drafts.updated_at', 'desc').limit(50).execute()
  return rows.map(shaped)
}

/** One of them. */
export async function findUnsent(db: Db, personId: string, id: string): Promise<Unsent | undefined> {
  const row = await unsentOf(db, personId).where('drafts.id', '=', id).executeTakeFirst()
  return row && shaped(row)
}

function unsentOf(db: Db, personId: string) {
  return ofPerson(db, personId).where('form', 'in', ['ticket', 'reply'])
    .leftJoin('tickets', join => join.onRef('tickets.id', '=', 'drafts.ticket_id').on(seenBy(personId)))
    .select(['reference', 'title', 'status', 'closed_at'])
    // Here staff are customers too: at the desk a reply is another form's.
    .select(rightOf({ id: personId, role: 'customer' }).as('right'))
}

type Row = Draft & { [Key in keyof AnsweredTicket]: AnsweredTicket[Key] | null }

function shaped({ reference, title, status, closed_at, right, ...draft }: Row): Unsent {
  const isSeen = reference !== null && title !== null && status !== null && right !== null
  return { ...draft, ticket: isSeen ? { reference, title, status, closed_at, right } : undefined }
}
