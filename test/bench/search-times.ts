import { join } from 'node:path'
import type { Connection } from '../../src/db/connect.ts'
import { keptOpen, timed } from './client.ts'
import { milliseconds, quantile, times } from './report.ts'
import type { Query } from './search-quality.ts'
import { startFloor, startOurs } from './servers.ts'

const warming = 400

/** How long a page of answers takes, for a visitor, beside the floor: one after the other in turn, so that both have the same weather. */
export async function printTimes(connection: Connection, url: string, folder: string, queries: Query[]): Promise<void> {
  const floor = await startFloor(url, await askMuch(connection))
  const ours = await startOurs(url, join(folder, 'ours'))
  const [floorLine, oursLine] = [keptOpen(), keptOpen()]
  const askFloor = () => timed({ origin: floor.origin, path: '/', agent: floorLine })
  const ask = (text: string) => timed({ origin: ours.origin, path: `/help/search?${new URLSearchParams({ q: text })}`, agent: oursLine })

  for (let time = 0; time < warming; time++) {
    await askFloor()
    // Other words, as a search that was asked before is remembered.
    await ask(`${wordOf(queries, time, 0)} ${wordOf(queries, time * 7 + 3, -1)}`)
  }
  const taken: { floor: number[]; first: number[]; again: number[] } = { floor: [], first: [], again: [] }
  for (const { text } of queries) {
    taken.floor.push(await askFloor())
    taken.first.push(await ask(text))
  }
  for (const { text } of queries) {
    taken.floor.push(await askFloor())
    taken.again.push(await ask(text))
  }
  const line = (name: string, values: number[]) => console.log(`${name.padEnd(10)} p50 ${milliseconds(quantile(values))}  p95 ${milliseconds(quantile(values, 0.95))}`)
  const { rows: [amount] } = await connection.pool.query<{ count: number }>(`select count(*) from kb_articles where status = 'published'`)
  console.log(`\nover ${amount?.count} articles`)
  line('floor', taken.floor)
  line('search', taken.first)
  line('once more', taken.again)
  console.log(`p95 ${times(quantile(taken.first, 0.95) / quantile(taken.floor, 0.95))} the floor's (bar: 3.00 ×); once more ${times(quantile(taken.again, 0.95) / quantile(taken.floor, 0.95))}`)
  await ours.stop()
  await floor.stop()
}

const wordOf = (queries: Query[], at: number, which: number): string => queries[at % queries.length]?.text.split(' ').at(which) ?? ''

/** Somebody with tickets for the floor to read. */
async function askMuch({ pool }: Connection): Promise<string> {
  const { rows: [customer] } = await pool.query<{ id: string }>(`insert into profiles (email, full_name) values ('floor@example.com', 'Floor') returning id`)
  await pool.query(`insert into tickets (customer_id, title, description, last_activity_at) select $1, 'Ticket ' || n, '', now() - n * interval '1 minute' from generate_series(1, 500) n`, [customer?.id])
  await pool.query('vacuum analyze tickets')
  return customer?.id ?? ''
}
