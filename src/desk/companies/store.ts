import { sql } from 'kysely'
import type { Db, Trx } from '../../db/connect.ts'
import { isTaken } from '../../db/taken.ts'
import type { CompanyRole, May, SharedWith } from '../../db/schema.ts'
import { shutOut } from '../../tickets/index.ts'

export interface CompanyLine { id: string; name: string; shared_with: SharedWith; members: number }
export interface Company { id: string; name: string; shared_with: SharedWith; may: May; version: number }
export interface Member { id: string; name: string; email: string; typed: string | null; role: CompanyRole }

export const companiesAPage = 50

/** A page of the companies, by name. One more than are shown, where there are more. */
export async function listCompanies(db: Db, page: number): Promise<CompanyLine[]> {
  return db.selectFrom('companies')
    .select(it => ['id', 'name', 'shared_with', it.selectFrom('profiles').whereRef('company_id', '=', 'companies.id')
      .select(it => it.fn.countAll<number>().as('count')).$asScalar().$notNull().as('members')])
    .orderBy(sql`lower(name)`).orderBy('id').limit(companiesAPage + 1).offset((page - 1) * companiesAPage).execute()
}

export async function findCompany(db: Db, id: string): Promise<Company | undefined> {
  return db.selectFrom('companies').select(['id', 'name', 'shared_with', 'may', 'version']).where('id', '=', id).executeTakeFirst()
}

const membersAtMost = 1_000

export async function listMembers(db: Db, companyId: string): Promise<Member[]> {
  return db.selectFrom('profiles').select(['id', 'full_name as name', 'email', 'company as typed', 'company_role as role'])
    .where('company_id', '=', companyId).orderBy('full_name').orderBy('id').limit(membersAtMost).execute()
}

/** All of them, more than a page shows. */
async function memberIds(db: Db, companyId: string): Promise<string[]> {
  const rows = await db.selectFrom('profiles').select('id').where('company_id', '=', companyId).execute()
  return rows.map(({ id }) => id)
}

/** Undefined where there is one of that name. */
export async function addCompany(db: Db, name: string): Promise<string | undefined> {
  const added = await db.insertInto('companies').values({ name }).onConflict(conflict => conflict.doNothing()).returning('id').executeTakeFirst()
  return added?.id
}

type Saved = 'saved' | 'changed' | 'taken'

/** Writes over the version that the admin saw. Whoever sees less from now on sees it at once. */
export async function saveCompany(db: Db, company: Company): Promise<Saved> {
  return db.transaction().execute(trx => save(trx, company)).catch((error: unknown) => isTaken(error) ? 'taken' : Promise.reject(error))
}

async function save(trx: Trx, { id, version, name, shared_with, may }: Company): Promise<Saved> {
  const before = await trx.selectFrom('companies').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (before === undefined || before.version !== version) return 'changed'
  await trx.updateTable('companies').set({ name, shared_with, may, version: version + 1 }).where('id', '=', id).execute()
  if (before.shared_with !== shared_with) await shutOut(trx, await memberIds(trx, id))
  return 'saved'
}

/** `none` is no customer, `elsewhere` one of another company. */
export type Added = { state: 'added' | 'none' } | { state: 'elsewhere'; company: string }

/** Puts a customer into a company, or gives a member another role. */
export async function addMember(trx: Trx, companyId: string, email: string, role: CompanyRole): Promise<Added> {
  const person = await trx.selectFrom('profiles').leftJoin('companies', 'companies.id', 'company_id').where(sql<boolean>`lower(email) = lower(${email})`).where('role', '=', 'customer')
    .select(['profiles.id', 'company_id', 'companies.name']).forUpdate('profiles').executeTakeFirst()
  if (person === undefined) return { state: 'none' }
  if (person.company_id !== null && person.company_id !== companyId) return { state: 'elsewhere', company: person.name ?? '' }
  await trx.updateTable('profiles').set({ company_id: companyId, company_role: role }).where('id', '=', person.id).execute()
  await shutOut(trx, [person.id])
  return { state: 'added' }
}

export async function setRole(trx: Trx, companyId: string, id: string, role: CompanyRole): Promise<void> {
  const changed = await trx.updateTable('profiles').set({ company_role: role }).where('id', '=', id).where('company_id', '=', companyId).where('company_role', '<>', role).returning('id').executeTakeFirst()
  if (changed !== undefined) await shutOut(trx, [id])
}

/** Takes somebody out: they see nothing of the others any more, nor the others of them. */
export async function removeMember(trx: Trx, companyId: string, id: string): Promise<void> {
  const others = await memberIds(trx, companyId)
  const gone = await trx.updateTable('profiles').set({ company_id: null, company_role: 'member' }).where('id', '=', id).where('company_id', '=', companyId).returning('id').executeTakeFirst()
  if (gone !== undefined) await shutOut(trx, others)
}
