import { sql, type Expression } from 'kysely'
import type { Db } from './connect.ts'
import type { May, Role, SharedWith } from './schema.ts'

/** As much of a person as decides what they may see. */
export interface Viewer { id: string; role: Role }
/** The same; in a compiled question, or for many people at once, who it is comes later. */
type Looking = Pick<Viewer, 'role'> & { id: string | Expression<string> }

/** Somebody's company, where it lets others see what its people ask. */
export interface Sharing { name: string; shared_with: Exclude<SharedWith, 'nobody'>; may: May }

/** What somebody may do in a ticket: it is theirs, they may write in it, they may only read it; staff meet it at the desk. */
export type Right = 'owner' | 'reply' | 'read' | 'staff'
/** Which tickets a customer lists: their own, or those that others let them see. */
export type Whose = 'mine' | 'shared'

export const isStaff = ({ role }: Pick<Viewer, 'role'>): boolean => role !== 'customer'

const takesPart = (id: Looking['id'], condition = sql``) =>
  sql<boolean>`exists (select from participants where participants.ticket_id = tickets.id and participants.profile_id = ${id} ${condition})`

/** The person and their company, where that lets them see what its other people ask. */
const sharing = sql`profiles me join companies on companies.id = me.company_id
  and (companies.shared_with = 'everybody' or (companies.shared_with = 'managers' and me.company_role = 'manager'))`

const isColleague = (id: Looking['id'], condition = sql``) =>
  sql<boolean>`exists (select from ${sharing} join profiles owners on owners.company_id = companies.id where me.id = ${id} and owners.id = tickets.customer_id ${condition})`

const writesAsGuest = (id: Looking['id']) => sql<boolean>`(${takesPart(id, sql`and participants.may = 'reply'`)} or ${isColleague(id, sql`and companies.may = 'reply'`)})`

/** Whether a customer sees the ticket that a query is about: it is theirs, they take part, or their company shares it. */
export const seenBy = (id: Looking['id']) => sql<boolean>`(tickets.customer_id = ${id} or ${takesPart(id)} or ${isColleague(id)})`

/** The tickets this person may see: what is theirs or shared with them, or every one for staff. This file is the one place that says so. */
export function ticketsSeenBy(db: Db, viewer: Looking) {
  const tickets = db.selectFrom('tickets')
  return isStaff(viewer) ? tickets : tickets.where(seenBy(viewer.id))
}

/** Of these, the ones in which they may write. */
export function ticketsWritableBy(db: Db, viewer: Looking) {
  const tickets = db.selectFrom('tickets')
  return isStaff(viewer) ? tickets : tickets.where(sql<boolean>`(tickets.customer_id = ${viewer.id} or ${writesAsGuest(viewer.id)})`)
}

/** For a query of tickets that somebody may see: what they may do in each. */
export function rightOf({ id, role }: Looking) {
  if (isStaff({ role })) return sql<Right>`'staff'`
  return sql<Right>`case when tickets.customer_id = ${id} then 'owner' when ${writesAsGuest(id)} then 'reply' else 'read' end`
}

/** The tickets of a list. One's own come from their index; who shares none pays nothing for those who do. */
export function ticketsListed(db: Db, viewer: Looking, whose: Whose = 'mine') {
  const tickets = db.selectFrom('tickets')
  return isStaff(viewer) ? tickets : tickets.where(isListed(viewer.id, whose))
}

/** Whether a customer's list holds the ticket that a query is about, there called as the table says. */
export function isListed(id: Looking['id'], whose: Whose, table = 'tickets') {
  return whose === 'mine' ? sql<boolean>`${sql.ref(`${table}.customer_id`)} = ${id}` : sql<boolean>`${sql.ref(`${table}.id`)} = any(array(${sharedWith(id)}))`
}

const sharedWith = (id: Looking['id']) => sql`
  select participants.ticket_id from participants where participants.profile_id = ${id}
  union select theirs.id from tickets theirs where theirs.customer_id = any(array(
    select owners.id from ${sharing} join profiles owners on owners.company_id = companies.id and owners.id <> me.id where me.id = ${id}))`

/** Somebody besides the owner who hears of a ticket. */
export interface Guest { id: string; writes: boolean; takesPart: boolean }

/** Who is told of what happens on a ticket besides its owner: who takes part, and colleagues who follow it. */
export async function audienceOf(db: Db, { id }: { id: string }): Promise<Guest[]> {
  const { rows } = await sql<Guest>`select profiles.id, ${writesAsGuest(sql.ref('profiles.id'))} as writes, ${takesPart(sql.ref('profiles.id'))} as "takesPart"
    from tickets join profiles on profiles.id <> tickets.customer_id and profiles.id in (
      select profile_id from participants where ticket_id = tickets.id
      union select profile_id from ticket_reads where ticket_id = tickets.id and following = 'follow')
    where tickets.id = ${id} and ${seenBy(sql.ref('profiles.id'))}`.execute(db)
  return rows
}

/** The company whose tickets this person may see; undefined where none shares them. */
export async function companySeenBy(db: Db, id: string): Promise<string | undefined> {
  const { rows: [row] } = await sql<{ id: string }>`select companies.id from ${sharing} where me.id = ${id}`.execute(db)
  return row?.id
}

/** A question in the two ways it can be asked: as a customer may, and as staff may. */
export function bySide<Question>(make: (role: Role) => Question): (viewer: Pick<Viewer, 'role'>) => Question {
  const customer = make('customer')
  const staff = make('agent')
  return viewer => isStaff(viewer) ? staff : customer
}
