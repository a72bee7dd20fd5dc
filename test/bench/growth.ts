import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { cookiesOf, keptOpen, timed, type Request } from './client.ts'
import { hold, inform, milliseconds, quantile, times } from './report.ts'
import { seeded, type Seeded } from './seed.ts'
import { startOurs, type Running } from './servers.ts'

interface Size { seed: Seeded; ours: Running }

/** The same customer's list among few and among many tickets of others, request by request in turn. */
export async function measureGrowth({ server, folder, quick }: Bench): Promise<void> {
  const sizes: Size[] = []
  for (const tickets of quick ? [1_000, 10_000, 50_000] : [1_000, 100_000, 1_000_000]) {
    const seed = await seeded(server, tickets)
    sizes.push({ seed, ours: await startOurs(seed.url, join(folder, `growth-${tickets}`)) })
  }
  const middles = await inTurn(await Promise.all(sizes.map(listOf)), quick ? 100 : 1_500)
  const [base = Number.NaN] = middles
  for (const [at, { seed }] of sizes.entries()) tell(seed.tickets, middles[at] ?? Number.NaN, base)
  for (const size of sizes.slice(-1)) await others(size, quick ? 5 : 20)
  for (const { ours } of sizes) await ours.stop()
}

function tell(tickets: number, middle: number, base: number): void {
  const name = `ticket list among ${tickets.toLocaleString('en')} tickets`
  if (middle === base) inform(`${name}, p50`, milliseconds(middle))
  else hold(`${name}, p50 against 1,000`, middle / base, '≤', 1.3, times, ` (${milliseconds(middle)})`)
}

async function listOf({ seed, ours: { origin } }: Size): Promise<Request> {
  return { origin, path: '/tickets', cookie: await cookiesOf(origin, seed.customer), agent: keptOpen() }
}

/** The middle time of each request, in milliseconds. */
async function inTurn(requests: Request[], rounds: number): Promise<number[]> {
  const all = requests.map(request => ({ request, taken: [] as number[] }))
  for (let round = -rounds / 10; round < rounds; round++) {
    for (const { request, taken } of all) {
      const milliseconds = await timed(request)
      if (round >= 0) taken.push(milliseconds)
    }
  }
  for (const { agent } of requests) agent?.destroy()
  return all.map(({ taken }) => quantile(taken))
}

/** For information: what else people do among that many. */
async function others({ seed, ours }: Size, rounds: number): Promise<void> {
  const among = `among ${seed.tickets.toLocaleString('en')}`
  const pages = [
    { name: 'search in one\'s own tickets', path: '/tickets?q=courier', cookie: seed.customer },
    { name: 'search for a near word', path: '/tickets?q=invioce', cookie: seed.customer },
    { name: 'desk queue', path: '/desk', cookie: seed.agent },
    { name: 'desk, all by activity', path: '/desk?sort=activity', cookie: seed.agent },
    { name: 'desk, search for a common word', path: '/desk?sort=activity&q=courier', cookie: seed.agent },
    { name: 'desk, search for a rare word', path: `/desk?sort=activity&q=${Math.round(seed.tickets / 3)}`, cookie: seed.agent },
  ]
  for (const { name, ...page } of pages) {
    const middle = inTurn([{ ...page, origin: ours.origin, agent: keptOpen() }], rounds)
    inform(`${name} ${among}, p50`, await middle.then(([taken = Number.NaN]) => milliseconds(taken), (error: Error) => error.message))
  }
}
