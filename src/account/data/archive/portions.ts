import { sql, type SelectQueryBuilder } from 'kysely'

export const portion = 200

/** Row after row in portions, each asked for by the last one of those before. */
function portionsBy<Place>() {
  return async function *<Row extends Place>(find: (after: Place | undefined) => Promise<Row[]>, size = portion): AsyncGenerator<Row[]> {
    let rows = await find(undefined)
    while (rows.length > 0) {
      yield rows
      if (rows.length < size) return
      rows = await find(rows.at(-1))
    }
  }
}

export const byReference = portionsBy<{ reference: number }>()
export const byId = portionsBy<{ id: string }>()
interface Placed { place: [at: string, id: string] }
const byPlace = portionsBy<Placed>()

/** The rows of a query by the time and then by the id of a table in it. */
export async function *byTime<DB, Tables extends keyof DB, Row>(query: SelectQueryBuilder<DB, Tables, Row>, table: string, time = 'created_at'): AsyncGenerator<Row[]> {
  const [at, id] = [sql.ref(`${table}.${time}`), sql.ref(`${table}.id`)]
  // As text it is exact to the microsecond, which a Date cannot hold.
  const placed = query.select(sql`array[${at}::text, ${id}::text]`.as('place')).$castTo<Placed>().orderBy(at).orderBy(id).limit(portion)
  const portions = byPlace(last => last === undefined
    ? placed.execute()
    : placed.where(sql<boolean>`(${at}, ${id}) > (${last.place[0]}::timestamptz, ${last.place[1]}::uuid)`).execute())
  for await (const rows of portions) yield rows.map(({ place: _, ...row }) => row as Row)
}

/** A JSON list, as it comes. */
export async function *jsonOf(rows: AsyncIterable<object[]>): AsyncGenerator<string> {
  let between = '[\n'
  for await (const some of rows) {
    for (const row of some) {
      yield between + JSON.stringify(row, null, 2)
      between = ',\n'
    }
  }
  yield between === '[\n' ? '[]\n' : '\n]\n'
}
