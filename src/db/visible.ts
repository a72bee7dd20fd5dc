import type { Expression } from 'kysely'
import type { Db } from './connect.ts'
import type { Role } from './schema.ts'

/** As much of a person as decides what they may see. */
export interface Viewer { id: string; role: Role }

export const isStaff = ({ role }: Pick<Viewer, 'role'>): boolean => role !== 'customer'

/** The tickets this person may see: their own, or every one for staff. The one place that says so. */
export function ticketsSeenBy(db: Db, viewer: Pick<Viewer, 'role'> & { id: string | Expression<string> }) {
  const tickets = db.selectFrom('tickets')
  return isStaff(viewer) ? tickets : tickets.where('tickets.customer_id', '=', viewer.id)
}

/** A question in the two ways it can be asked: as a customer may, and as staff may. */
export function bySide<Question>(make: (role: Role) => Question): (viewer: Pick<Viewer, 'role'>) => Question {
  const customer = make('customer')
  const staff = make('agent')
  return viewer => isStaff(viewer) ? staff : customer
}
