import type pg from 'pg'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Trx } from '../db/connect.ts'

/** Work that is done later, at least once; by name, with the data that each job carries. */
export interface Jobs {
  'send-mail': { mailId: string }
  'sign-up': { pendingId: string; next: string }
  'forgotten-password': { email: string }
  'sweep': object
  'close-resolved': object
}
export type JobName = keyof Jobs
export type Work = { [Name in JobName]?: (data: Jobs[Name]) => Promise<void> }

/** The queue: what is enqueued in a transaction is done if and only if that transaction commits. */
export interface Queue {
  enqueue<Name extends JobName>(trx: Trx, name: Name, data: Jobs[Name]): Promise<void>
  /** Starts doing the work; what fails is tried again with growing pauses. */
  start(work: Work): Promise<void>
  /** Lets running jobs finish, within the given seconds. */
  stop(seconds: number): Promise<void>
}

/** When a job runs by itself (cron, UTC). */
const timetable: Partial<Record<JobName, string>> = { 'sweep': '17 * * * *', 'close-resolved': '*/10 * * * *' }
const retries = { retryLimit: 60, retryDelay: 2, retryBackoff: true, retryDelayMax: 600, expireInSeconds: 120 }
const names: JobName[] = ['send-mail', 'sign-up', 'forgotten-password', 'sweep', 'close-resolved']

/** Prepares the queue's own tables (schema `pgboss`) on the same pool that the pages use. */
export async function openQueue(pool: pg.Pool, embedded: boolean, onError: (error: Error) => void): Promise<Queue> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    ...(embedded && { backend: 'pglite' as const }),
  })
  boss.on('error', onError)
  await boss.start()
  for (const name of names) await boss.createQueue(name, retries)

  return {
    async enqueue(trx, name, data) {
      await boss.send(name, data, { db: fromKysely(trx) })
    },
    async start(work) {
      for (const name of names) await start(boss, name, work)
    },
    stop: seconds => boss.stop({ graceful: true, timeout: seconds * 1_000 }),
  }
}

async function start(boss: PgBoss, name: JobName, work: Work): Promise<void> {
  const act = work[name] as ((data: object) => Promise<void>) | undefined
  if (act === undefined) return
  await boss.work<object>(name, { pollingIntervalSeconds: 1 }, async jobs => {
    for (const job of jobs) await act(job.data)
  })
  const cron = timetable[name]
  if (cron !== undefined) await boss.schedule(name, cron)
}
