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

export const byTime = portionsBy<{ at: string; id: string }>()
export const byReference = portionsBy<{ reference: number }>()
export const byId = portionsBy<{ id: string }>()

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
