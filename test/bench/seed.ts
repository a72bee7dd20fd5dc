import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { hashSessionId } from '../../src/sign-in/index.ts'
import { preparePostgres } from '../support/databases.ts'

/** A database with that many tickets, and who is signed in to it. */
export interface Seeded {
  url: string
  tickets: number
  /** The first customer, who has 500 tickets, by the id and the cookie of their session. */
  customerId: string
  customer: string
  /** Somebody who has not asked for anything yet. */
  newcomer: string
  agent: string
  /** References of the first customer's tickets, newest first. */
  references: number[]
}

interface Index { name: string; definition: string }

/** Makes and fills a database on the server; where it exists from a part before, that one. */
export function seeded(server: string, tickets: number): Promise<Seeded> {
  const known = made.get(tickets) ?? make(server, tickets)
  made.set(tickets, known)
  return known
}

const made = new Map<number, Promise<Seeded>>()

async function make(server: string, tickets: number): Promise<Seeded> {
  const name = `bench_${tickets}`
  const url = Object.assign(new URL(server), { pathname: name }).href
  console.log(`  (filling a database with ${tickets.toLocaleString('en')} tickets)`)
  await preparePostgres(server, name)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set statement_timeout = 0')
  await fill(client, tickets)
  const seed = { url, tickets, ...await people(client) }
  await client.end()
  return seed
}

/** Indexes are built once the rows are there, which takes a tenth of the time, and are the same ones. */
async function fill(client: pg.Client, tickets: number): Promise<void> {
  const { rows: indexes } = await client.query<Index>(`select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid in ('tickets'::regclass, 'replies'::regclass) and not indisunique`)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  const sql = await readFile(new URL('seed.sql', import.meta.url), 'utf8')
  await client.query(sql.replaceAll(':tickets', String(tickets)))
  for (const { definition } of indexes) await client.query(definition)
  await client.query('vacuum analyze')
}

async function people(client: pg.Client): Promise<Omit<Seeded, 'url' | 'tickets'>> {
  const customerId = idOf('customer 0')
  const { rows } = await client.query<{ reference: string }>('select reference from tickets where customer_id = $1 order by last_activity_at desc', [customerId])
  return {
    customerId,
    customer: await session(client, customerId),
    newcomer: await session(client, idOf('newcomer')),
    agent: await session(client, idOf('agent 1')),
    references: rows.map(({ reference }) => Number(reference)),
  }
}

async function session(client: pg.Client, profileId: string): Promise<string> {
  const id = createHash('sha256').update(`session of ${profileId}`).digest('hex').slice(0, 40)
  await client.query(`insert into sessions (id, profile_id, expires_at) values ($1, $2, now() + interval '29 days')`, [hashSessionId(id), profileId])
  return `session=${id}`
}

/** As seed.sql makes them. */
function idOf(name: string): string {
  return createHash('md5').update(name).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
