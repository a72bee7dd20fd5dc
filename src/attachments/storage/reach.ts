import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../../db/reach.ts'
import { BucketError } from './bucket-error.ts'
import type { Bucket } from './bucket.ts'
import { drained } from './drained.ts'

const seconds = 30

/** Waits until the bucket answers, as long as that may help. Throws CannotStart where it will not have us. */
export async function reachBucket(bucket: Bucket, log: (sentence: string) => void): Promise<void> {
  const until = performance.now() + seconds * 1_000
  for (;;) {
    const problem = await ask(bucket)
    if (problem === undefined) return
    if (!problem.mayPass) throw new CannotStart(`The bucket at ${bucket.place} does not let us in: ${problem.reason}\nCorrect FILES_URL, or what its key may do: list the bucket, and get, put and delete its objects.`)
    if (performance.now() > until) throw new CannotStart(`The bucket at ${bucket.place} has not answered for ${seconds} seconds: ${problem.reason}\nStart it, or correct FILES_URL.`)
    log(`Waiting for the bucket at ${bucket.place}: ${problem.reason}`)
    await sleep(1_000)
  }
}

async function ask(bucket: Bucket): Promise<BucketError | undefined> {
  try {
    await drained(bucket.ask({ method: 'GET', name: '', query: { 'list-type': '2', 'max-keys': '1' } }))
    return undefined
  } catch (error) {
    if (error instanceof BucketError) return error
    throw error
  }
}
