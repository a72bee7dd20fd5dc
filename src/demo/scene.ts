import type { Insertable } from 'kysely'
import type { Database, EventKind, Role, Status } from '../db/schema.ts'
import type { StoredFiles } from './files/index.ts'
import type { Who } from './people.ts'
import type { Key } from './story/index.ts'

type Row<Table extends keyof Database> = Insertable<Database[Table]>
type TicketRow = Row<'tickets'> & { id: string; status: Status; version: number }
type ReadRow = Row<'ticket_reads'> & { news: number }

export interface Actor { id: string; name: string; role: Role }

/** All that the stories are told with. */
export interface Stage {
  now: Date
  cast: Record<Who, Actor>
  files: StoredFiles
  /** Categories by slug. */
  categories: Map<string, string>
  /** What each Markdown text of the stories became. */
  html: Map<string, string>
  /** The tickets that other stories refer to. */
  keys: Map<Key, string>
}

/** The rows that one ticket's story leaves in the database. */
export interface Scene {
  ticket: TicketRow
  replies: Row<'replies'>[]
  notes: Row<'notes'>[]
  events: Row<'ticket_events'>[]
  attachments: Row<'attachments'>[]
  reads: Map<string, ReadRow>
  rating: Row<'ratings'> | undefined
}

interface Happening { kind: EventKind; details?: Record<string, string>; set?: Partial<TicketRow> }

/** Writes what happened the way the product does, but for a time that is past and with no mail. */
export function record({ ticket, events, reads }: Scene, actor: Actor | undefined, at: Date, { kind, details = {}, set = {} }: Happening): void {
  Object.assign(ticket, set, { version: ticket.version + 1, updated_at: at, last_activity_at: at }, actor && { last_updated_by: actor.id })
  events.push({ ticket_id: ticket.id, actor_id: actor?.id ?? null, kind, details: JSON.stringify(details), happened_at: at })
  const reader = isCustomer(actor) ? ticket.assigned_to : ticket.customer_id
  const read = reader === actor?.id ? undefined : readBy(reads, ticket.id, reader)
  if (read !== undefined) read.news += 1
  if (actor !== undefined) look({ ticket, reads }, actor, at)
}

/** Who acts on a ticket, or only looks at it, has seen what is there. */
export function look({ ticket, reads }: Pick<Scene, 'ticket' | 'reads'>, { id }: Actor, at: Date): void {
  Object.assign(readBy(reads, ticket.id, id) ?? {}, { read_at: at, news: 0 })
}

const isCustomer = (actor: Actor | undefined) => actor?.role === 'customer'

function readBy(reads: Scene['reads'], ticket_id: string, profile_id: string | null | undefined): ReadRow | undefined {
  if (profile_id == null) return undefined
  const read = reads.get(profile_id) ?? { profile_id, ticket_id, read_at: null, news: 0 }
  reads.set(profile_id, read)
  return read
}
