import { setTimeout as sleep } from 'node:timers/promises'

const patience = 60_000

/** Waits until it holds, and returns true; what never does ends the test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<true> {
  for (const end = performance.now() + patience; performance.now() < end; await sleep(50)) if (await holds()) return true
  throw new Error(`It does not hold after ${patience / 1_000} seconds: ${String(holds)}`)
}
