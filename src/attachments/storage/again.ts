import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { BucketError } from './bucket-error.ts'

const attempts = 4
/** In milliseconds. A page waits for this, and its own patience is twenty seconds. */
const patience = 8_000

/** Does something up to four times, with growing pauses, while what is wrong may pass. */
export async function again<T>(act: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      const mayPass = error instanceof BucketError && error.mayPass
      if (!mayPass || attempt === attempts || performance.now() > until) throw error
      await sleep(randomInt(25, 50) * 3 ** attempt)
    }
  }
}
