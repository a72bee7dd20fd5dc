import { join } from 'node:path'
import { run } from '../support/processes.ts'
import type { Bench } from './bench.ts'
import { hold, inform, milliseconds, quantile } from './report.ts'
import { seeded } from './seed.ts'
import { startOurs } from './servers.ts'

/** From spawning the process to its first answer, less what Node itself needs to start. */
export async function measureStart({ server, folder, quick }: Bench): Promise<void> {
  const times = quick ? 2 : 7
  const { url } = await seeded(server, 1_000)
  const node = await repeat(times, async () => void await run(process.execPath, ['-e', '0']))
  const onPostgres = await repeat(times, () => startAndStop(url, join(folder, 'start')))
  hold('start to first answer, migrated PostgreSQL', onPostgres - node, '≤', 1_000, milliseconds, ` (beside ${milliseconds(node)} of node -e 0)`)

  await startAndStop(undefined, join(folder, 'embedded'))
  const embedded = await repeat(times, () => startAndStop(undefined, join(folder, 'embedded')))
  inform('second start, embedded database', milliseconds(embedded - node))
}

/** Says when it answered; stopping is not counted. */
async function startAndStop(url: string | undefined, dataDir: string): Promise<number> {
  const ours = await startOurs(url, dataDir)
  const answered = performance.now()
  await ours.stop()
  return answered
}

async function repeat(times: number, act: () => Promise<number | void>): Promise<number> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const started = performance.now()
    const ended = await act() ?? performance.now()
    taken.push(ended - started)
  }
  return quantile(taken)
}
