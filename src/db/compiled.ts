import { sql, type Compilable, type CompiledQuery, type RawBuilder } from 'kysely'
import type { Db } from './connect.ts'

/** The place of a value that each asking brings along. */
export type Later<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>

/**
 * A question that nearly every request asks, with other values each time: Kysely builds and compiles it once,
 * for that costs this process as much as asking does.
 */
export function compiled<Values extends object, Row>(question: (db: Db, later: Later<Values>) => Compilable<Row>): (db: Db, values: Values) => Promise<Row[]> {
  let query: CompiledQuery<Row> | undefined
  return async (db, values) => {
    query ??= question(db, name => sql`${new Place(name)}`).compile()
    const parameters = query.parameters.map(value => value instanceof Place ? values[value.name as keyof Values] : value)
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}

class Place {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}
