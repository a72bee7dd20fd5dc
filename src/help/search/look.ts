import type { Db } from '../../db/connect.ts'
import type { Viewer } from '../../db/visible.ts'
import type { Clause } from './ask.ts'
import { findParts, findWhole, pageSize, type Row } from './find.ts'

/** Fewer than this, and texts that have only some of the words are found too. */
export const few = 3

/** Where to look, and from where on. */
interface Scope { viewer: Viewer | null; configs: string; categories: string[] | null; offset: number }
export interface Looked { rows: Row[]; total: number; loose: boolean }

export const termsOf = ({ viewer: _viewer, ...scope }: Scope, clauses: Clause[]) =>
  ({ ...scope, size: pageSize, clauses: JSON.stringify(clauses), negative: clauses.some(({ not }) => not) })

export async function look(db: Db, scope: Scope, clauses: Clause[]): Promise<Looked> {
  return lookFurther(db, scope, clauses, await findWhole(db, scope.viewer, termsOf(scope, clauses)))
}

/** Where hardly anything has all clauses, what has some. */
export async function lookFurther(db: Db, scope: Scope, clauses: Clause[], rows: Row[]): Promise<Looked> {
  const { viewer, offset } = scope
  if (rows.length >= few || rows.length > 0 && offset > 0) return { rows, total: rows[0]?.total ?? 0, loose: false }
  const whole = offset === 0 ? rows : await findWhole(db, viewer, { ...termsOf(scope, clauses), offset: 0 })
  if (whole.length >= few || !mayBeLoose(clauses)) return { rows, total: whole[0]?.total ?? 0, loose: whole.length === 0 }
  const parts = await findParts(db, viewer, { ...termsOf(scope, clauses), offset: 0, size: offset + pageSize })
  const all = [...whole, ...parts.filter(({ id }) => !whole.some(row => row.id === id))].map(row => ({ ...row, missing: parts[0]?.missing ?? [] }))
  return { rows: all.slice(offset, offset + pageSize), total: Math.max(all.length, parts[0]?.total ?? 0), loose: true }
}

/** What stands in quotes or is not wanted is meant so. */
const mayBeLoose = (clauses: Clause[]): boolean => clauses.every(({ not, phrase }) => not === undefined && phrase === undefined)
