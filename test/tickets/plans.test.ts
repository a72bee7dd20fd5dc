import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import t from 'tap'
import type { Connection } from '../../src/db/connect.ts'
import type { Database } from '../../src/db/schema.ts'
import { listTickets, readSelection } from '../../src/tickets/index.ts'
import { world } from '../support/world.ts'

interface Plan { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Parent Relationship'?: string; Plans?: Plan[] }

const orders = {
  customer: { activity: 'tickets_of_customer_by_activity_idx', opened: 'tickets_of_customer_by_reference_idx', priority: 'tickets_of_customer_by_priority_idx' },
  agent: { activity: 'tickets_by_activity_idx', opened: 'tickets_reference_key', priority: 'tickets_by_priority_idx', waiting: 'tickets_by_waiting_idx' },
} as const

t.test('a list of many tickets', async t => {
  const { ada, carl, grace, services: { connection } } = await world(t)
  await openMany(connection, [ada.id, carl.id], 20_000)

  for (const [role, indexes] of Object.entries(orders)) {
    for (const [sort, index] of Object.entries(indexes)) {
      const viewer = role === 'agent' ? { id: grace.id, role: 'agent' } as const : { id: ada.id, role: 'customer' } as const
      t.test(`of the ${role}, by ${sort}, comes from its index`, async t => {
        const pages = await queriesOf(connection, async db => {
          const { next } = await listTickets(db, viewer, readSelection({ sort }))
          await listTickets(db, viewer, readSelection({ sort, after: next }))
        })
        t.equal(pages.length, 2, 'a page is one query')
        for (const page of pages) {
          const scans = scansOf(await explain(connection, page))
          t.ok(scans.some(scan => scan['Index Name'] === index), `it reads ${index}`, { scans })
          t.strictSame(scans.filter(scan => scan['Node Type'] === 'Seq Scan'), [], 'the tickets are never read one and all')
        }
      })
    }
  }

  await t.test('that others share comes from their keys', async t => {
    await sql`insert into participants (ticket_id, email, may, profile_id, token_hash)
      select id, 'ada@example.com', 'read', ${ada.id}::uuid, id::text from tickets where customer_id = ${carl.id} limit 300`.execute(connection.db)
    await connection.pool.query('vacuum analyze participants')
    const viewer = { id: ada.id, role: 'customer' } as const
    const pages = await queriesOf(connection, async db => {
      const { next, total } = await listTickets(db, viewer, readSelection({ whose: 'shared' }))
      t.equal(total, 300)
      await listTickets(db, viewer, readSelection({ whose: 'shared', after: next }))
    })
    t.equal(pages.length, 2, 'a page is one query')
    for (const page of pages) t.strictSame(new Set(scansOf(await explain(connection, page)).map(scan => scan['Node Type'])), new Set(['Bitmap Heap Scan']), 'the tickets are never read one and all')
  })
})

/** The first customer has 500 of them, the second all others. */
async function openMany({ db, pool }: Connection, [first, second]: [string, string], count: number): Promise<void> {
  await sql`insert into tickets (customer_id, title, description, status, priority, last_activity_at, waiting_since)
    select case n % ${count / 500} when 0 then ${first}::uuid else ${second}::uuid end, 'Ticket', '',
      case n % 5 when 0 then 'open' else 'closed' end, (array['low', 'normal', 'high', 'urgent'])[1 + n / 50 % 4],
      now() - n * interval '1 minute', case n % 5 when 0 then now() - n * interval '1 minute' end
    from generate_series(1, ${count}::int) n`.execute(db)
  await pool.query('vacuum analyze tickets')
}

/** What is asked of the tables of tickets while that is done. */
async function queriesOf({ pool }: Connection, act: (db: Kysely<Database>) => Promise<void>): Promise<CompiledQuery[]> {
  const queries: CompiledQuery[] = []
  await act(new Kysely<Database>({ dialect: new PostgresDialect({ pool }), log: ({ query }) => void queries.push(query) }))
  return queries
}

async function explain({ db }: Connection, { sql: text, parameters }: CompiledQuery): Promise<Plan> {
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': [{ Plan: Plan }] }>(CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]))
  const [row] = rows
  if (row === undefined) throw new Error('There is no plan.')
  return row['QUERY PLAN'][0].Plan
}

/** Every way in which the plan reads tickets, but for the counting, which ends after a thousand. */
function scansOf(plan: Plan): Plan[] {
  const below = (plan.Plans ?? []).filter(part => part['Parent Relationship'] !== 'InitPlan').flatMap(scansOf)
  return plan['Relation Name'] === 'tickets' ? [plan, ...below] : below
}
