import { setTimeout as sleep } from 'node:timers/promises'

const patience = 30_000

/** Waits until it holds; what never does ends the test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) if (await holds()) return
  throw new Error(`It does not hold after ${patience / 1_000} seconds: ${String(holds)}`)
}
