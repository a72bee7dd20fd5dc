import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { freePort } from '../support/port.ts'
import type { Bench } from './bench.ts'
import { browsers, cookiesOf, keptOpen, timed } from './client.ts'
import { hold, inform, milliseconds, quantile, times } from './report.ts'
import { seeded, type Seeded } from './seed.ts'
import { startOurs } from './servers.ts'

const inOneGo = 5_000
const pause = 20

/** How fast notifications leave for a mail server on this machine, and what the pages feel of it meanwhile. */
export async function measureMails({ server, folder, quick }: Bench): Promise<void> {
  const amount = quick ? 3_000 : 100_000
  const seed = await seeded(server, 10_000)
  const sink = await startSink()
  const ours = await startOurs(seed.url, join(folder, 'mails'), { SMTP_URL: sink.url })
  const cookie = await cookiesOf(ours.origin, seed.customer)
  const visit = { origin: ours.origin, cookie, encoding: browsers, agent: keptOpen(), path: `/tickets/${seed.references[0] ?? 0}` }
  const visits = async (until: () => Promise<boolean>) => {
    const taken: number[] = []
    for (let count = 0; count % 20 !== 0 || !await until(); count++) {
      taken.push(await timed(visit))
      await sleep(pause)
    }
    return taken
  }

  await visits(after(5))
  const idle = await visits(after(quick ? 3 : 20))
  const started = performance.now()
  const enqueued = enqueue(seed, amount)
  const busy = await visits(async () => await sink.taken() >= amount)
  await enqueued
  const seconds = (performance.now() - started) / 1_000
  const afterwards = await visits(after(quick ? 3 : 20))
  await ours.stop()
  sink.stop()

  const calm = quantile([...idle, ...afterwards], 0.95)
  inform('ticket page when no mail is sent, p95', milliseconds(calm))
  hold(`${amount.toLocaleString('en')} notifications leave for a mail server here`, amount / seconds, '≥', 200, value => `${Math.round(value)} mails/s`)
  hold('ticket page meanwhile, p95 against that', quantile(busy, 0.95) / calm, '≤', 1.5, times, ` (${milliseconds(quantile(busy, 0.95))})`)
}

function after(seconds: number): () => Promise<boolean> {
  const end = performance.now() + seconds * 1_000
  return async () => performance.now() > end
}

async function startSink() {
  const port = await freePort()
  const child = fork(join(import.meta.dirname, 'sink.ts'), { env: { PATH: process.env['PATH'], PORT: String(port) } })
  await once(child, 'message')
  return {
    url: `smtp://127.0.0.1:${port}`,
    async taken() {
      child.send('how many')
      return Number((await once(child, 'message'))[0])
    },
    stop: () => void child.disconnect(),
  }
}

/** The outbox and the queue as replies on that many tickets would leave them. */
async function enqueue({ url, customerId }: Seeded, amount: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  const boss = new PgBoss({ connectionString: url, migrate: false, supervise: false, schedule: false, registerInstance: false })
  await client.connect()
  await boss.start()
  for (let done = 0; done < amount; done += inOneGo) {
    const { rows } = await client.query<{ id: string }>(`insert into mails (profile_id, address, kind, event, details)
      select $1, 'customer-' || n || '@example.com', 'ticket-replied', 'reply', jsonb_build_object('name', 'Customer ' || n, 'reference', n, 'title', 'Our printer refuses a password since Monday.',
        'ticketId', md5('ticket ' || n)::uuid, 'author', 'Agent 1', 'text', repeat('Have you tried to switch it off and on again? ', 10), 'status', 'waiting')
      from generate_series($2::int, $3::int) n returning id`, [customerId, done + 1, Math.min(done + inOneGo, amount)])
    await boss.insert('send-mail', rows.map(({ id }) => ({ data: { mailId: id } })))
  }
  await boss.stop()
  await client.end()
}
