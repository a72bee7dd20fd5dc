import type { Db, Trx } from '../db/connect.ts'
import { now } from '../db/now.ts'
import type { Role, Ticket } from '../db/schema.ts'
import type { Account } from '../sign-in/index.ts'

export interface NewStaff { email: string; name: string; role: Role }
interface StaffLine { name: string; email: string; role: Role; tickets: number }

/** All staff, with how many tickets each has that are not closed. */
export async function listStaff(db: Db): Promise<StaffLine[]> {
  return db.selectFrom('profiles').where('role', '<>', 'customer')
    .select(it => ['full_name as name', 'email', 'role', it.selectFrom('tickets').whereRef('assigned_to', '=', 'profiles.id').where('status', '<>', 'closed')
      .select(it => it.fn.countAll<number>().as('count')).$asScalar().$notNull().as('tickets')])
    .orderBy('full_name').execute()
}

export async function addProfile(trx: Trx, { email, name: full_name, role }: NewStaff): Promise<Account> {
  const { id } = await trx.insertInto('profiles').values({ email, full_name, role }).returning('id').executeTakeFirstOrThrow()
  return { id, email, fullName: full_name, role, passwordHash: null }
}

export async function setRole(trx: Trx, id: string, role: Role): Promise<void> {
  await trx.updateTable('profiles').set({ role, updated_at: now }).where('id', '=', id).execute()
}

/** The tickets somebody has that are not closed, locked. */
export async function lockTicketsOf(trx: Trx, id: string): Promise<Ticket[]> {
  return trx.selectFrom('tickets').selectAll().where('assigned_to', '=', id).where('status', '<>', 'closed').orderBy('id').forUpdate().execute()
}
