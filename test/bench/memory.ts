import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { browsers, cookiesOf } from './client.ts'
import { requests } from './load.ts'
import { hold, inform, megabytes, quantile } from './report.ts'
import { seeded } from './seed.ts'
import { startOurs, type Running } from './servers.ts'

const samples = 30

/** What the process holds while it answers many requests, and whether that grows. */
export async function measureMemory({ server, folder, quick }: Bench): Promise<void> {
  const amount = quick ? 6_000 : 100_000
  const seed = await seeded(server, quick ? 10_000 : 100_000)
  const ours = await startOurs(seed.url, join(folder, 'memory'))
  inform('memory after the start', megabytes(await ours.memory('now')))
  const paths = seed.references.slice(0, 10).flatMap(reference => ['/tickets', `/tickets/${reference}`, '/sign-in'])
  const cookie = await cookiesOf(ours.origin, seed.customer)
  const held = await during(ours, () => requests({ origin: ours.origin, paths, cookie, encoding: browsers }, amount / samples))
  await ours.stop()

  const third = samples / 3
  hold(`memory after ${amount.toLocaleString('en')} requests`, held.at(-1) ?? Number.NaN, '≤', 150_000_000, megabytes)
  hold('memory, last third against the first', quantile(held.slice(-third)) / quantile(held.slice(0, third)) - 1, '≤', 0.1, percent)
}

async function during(ours: Running, act: () => Promise<void>): Promise<number[]> {
  const held: number[] = []
  while (held.length < samples) {
    await act()
    held.push(await ours.memory('now'))
  }
  return held
}

const percent = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(0)} %`
