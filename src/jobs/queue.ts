import { fromKysely, PgBoss, type Job, type JobResult } from 'pg-boss'
import type { Connection, Trx } from '../db/connect.ts'

/** Work that is done later, at least once; by name, with the data that each job carries. */
export interface Jobs {
  'send-mail': { mailId: string }
  'sign-up': { pendingId: string; next: string }
  'forgotten-password': { email: string }
  'sweep': object
  'close-resolved': object
  'publish-due': object
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

type Report = (error: Error) => void

const names: JobName[] = ['send-mail', 'sign-up', 'forgotten-password', 'sweep', 'close-resolved', 'publish-due']
/** When a job runs by itself (cron, UTC). */
const timetable: Partial<Record<JobName, string>> = { 'sweep': '17 * * * *', 'close-resolved': '*/10 * * * *', 'publish-due': '* * * * *' }

// After two seconds, four, eight, up to half an hour, for about five days: what RFC 5321 (4.5.4.1) asks of who sends mail.
const untilDone = { retryLimit: 250, retryDelay: 2, retryBackoff: true, retryDelayMax: 1_800, notify: true }
// What the timetable brings again needs no long patience, and no second one beside it.
const untilNextTime = { retryLimit: 2, retryDelay: 30, policy: 'exclusive' }
const kept = { expireInSeconds: 120, deleteAfterSeconds: 86_400 }

// A commit that enqueues wakes the workers. Polling finds what nobody announces: retries, and what a lost line hid.
const pace = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }
const calm = { cronWorkerIntervalSeconds: 30, flowIntervalSeconds: 3_600, registerInstance: false }
const atOnce = 5

/** Prepares the queue's own tables (schema `pgboss`) on the same pool that the pages use. */
export async function openQueue({ pool, embedded, listen }: Pick<Connection, 'pool' | 'embedded' | 'listen'>, report: Report): Promise<Queue> {
  const boss = new PgBoss({
    db: {
      executeSql: (text, values) => pool.query(text, values),
      listen: async (channel, heard) => ({ close: await listen(channel, heard) }),
    },
    useListenNotify: true,
    ...calm,
    ...(embedded && { backend: 'pglite' as const, reindex: false, monitorVacuum: false }),
  })
  boss.on('error', report)
  await boss.start()
  for (const name of names) await boss.createQueue(name, { ...kept, ...timetable[name] === undefined ? untilDone : untilNextTime })

  return {
    async enqueue(trx, name, data) {
      await boss.send(name, data, { db: fromKysely(trx) })
    },
    async start(work) {
      for (const name of names) await start(boss, name, work, report)
    },
    stop: seconds => boss.stop({ graceful: true, timeout: seconds * 1_000 }),
  }
}

async function start(boss: PgBoss, name: JobName, work: Work, report: Report): Promise<void> {
  const act = work[name] as ((data: object) => Promise<void>) | undefined
  if (act === undefined) return
  const cron = timetable[name]
  const rhythm = cron === undefined ? { ...pace, batchSize: atOnce, burstWhenBatchFull: true } : { pollingIntervalSeconds: 30 }
  await boss.work<object>(name, { ...rhythm, perJobResults: true }, jobs => Promise.all(jobs.map(job => settle(job, act, report))))
  if (cron !== undefined) await boss.schedule(name, cron)
}

/** One job's failure is its own: the others of its batch are done. */
async function settle({ id, name, data }: Job<object>, act: (data: object) => Promise<void>, report: Report): Promise<JobResult> {
  try {
    await act(data)
    return { id, status: 'completed' }
  } catch (error) {
    const failure = new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    report(failure)
    return { id, status: 'failed', output: { message: failure.message } }
  }
}
