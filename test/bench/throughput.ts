import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { browsers, cookiesOf } from './client.ts'
import { perSecond, type Load } from './load.ts'
import { hold, inform, quantile, times } from './report.ts'
import { seeded } from './seed.ts'
import { startFloor, startOurs } from './servers.ts'

interface Target extends Load { name: string; bar: number }

/** Pages a second against the floor's answers a second, turn by turn, so that both see the same machine. */
export async function measureThroughput({ server, folder, quick }: Bench): Promise<void> {
  const seed = await seeded(server, quick ? 10_000 : 100_000)
  const floor = await startFloor(seed.url, seed.customerId)
  const ours = await startOurs(seed.url, join(folder, 'throughput'))
  const bare = { origin: floor.origin, paths: ['/'] }
  const page = { origin: ours.origin, cookie: await cookiesOf(ours.origin, seed.customer) }
  const list = { ...page, paths: ['/tickets'] }
  const ticket = { ...page, paths: seed.references.slice(0, 100).map(reference => `/tickets/${reference}`) }
  const article = { origin: ours.origin, paths: Array.from({ length: 100 }, (_, at) => `/help/articles/article-${at}`) }
  await measure(bare, [
    { name: 'ticket list, plain, signed in', ...list, bar: 0.4 },
    { name: 'ticket list, compressed, signed in', ...list, encoding: browsers, bar: 0.25 },
    { name: 'ticket page, plain, signed in', ...ticket, bar: 0.4 },
    { name: 'ticket page, compressed, signed in', ...ticket, encoding: browsers, bar: 0.25 },
    { name: 'article, plain, for anyone', ...article, bar: 0.7 },
    { name: 'article, compressed, for anyone', ...article, encoding: browsers, bar: 0.7 },
  ], quick ? { rounds: 2, seconds: 1 } : { rounds: 5, seconds: 4 })
  await floor.stop()
  await ours.stop()
}

async function measure(bare: Load, targets: Target[], { rounds, seconds }: { rounds: number; seconds: number }): Promise<void> {
  for (const load of [bare, ...targets]) await perSecond(load, seconds / 2)
  const floors: number[] = []
  const rates = targets.map(target => ({ target, rates: [] as number[], ratios: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const { target, rates: all, ratios } of rates) {
      const floor = await perSecond(bare, seconds / 2)
      const rate = await perSecond(target, seconds)
      floors.push(floor)
      all.push(rate)
      ratios.push(rate / floor)
    }
  }
  inform('floor, 32 connections', rate(quantile(floors)))
  for (const { target, rates: all, ratios } of rates) hold(`${target.name}, against the floor`, quantile(ratios), '≥', target.bar, times, ` (${rate(quantile(all))})`)
}

const rate = (value: number) => `${Math.round(value).toLocaleString('en')} requests/s`
