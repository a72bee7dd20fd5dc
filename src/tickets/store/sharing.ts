import type { Db } from '../../db/connect.ts'
import type { Sharing } from './read.ts'

/** Who in somebody's company sees what they ask; undefined where they belong to none, or it shares nothing. */
export async function findSharing(db: Db, companyId: string | null | undefined): Promise<Sharing | undefined> {
  if (companyId == null) return undefined
  return db.selectFrom('companies').select(['name', 'shared_with', 'may']).where('id', '=', companyId).where('shared_with', '<>', 'nobody').$narrowType<Pick<Sharing, 'shared_with'>>().executeTakeFirst()
}
