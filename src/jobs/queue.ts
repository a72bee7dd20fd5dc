import { fromKysely, PgBoss, type Job, type JobResult } from 'pg-boss'
import type { Connection, Trx } from '../db/connect.ts'
import { speaking, spokenLanguage } from '../web/i18n.ts'
import type { Language } from '../languages.ts'

/** Work that is done later, at least once; by name, with the data that each job carries. */
export interface Jobs {
  'send-mail': { mailId: string }
  'take-mail': { mailId: string }
  'sign-up': { pendingId: string; next: string }
  'forgotten-password': { email: string }
  'sign-in-failed': { email: string; browser: string; address: string }
  'change-email': { profileId: string; language: Language }
  'make-archive': { archiveId: string }
  'delete-accounts': object
  'sweep': object
  'close-resolved': object
  'publish-due': object
  'digests': object
}
export type JobName = keyof Jobs
export type Work = { [Name in JobName]?: (data: Jobs[Name]) => Promise<void> }
/** Work that is cheaper done many at a time: it says for each what went wrong, if anything did. */
export type Batches = { [Name in JobName]?: (data: Jobs[Name][]) => Promise<(Error | undefined)[]> }
/** Not before then; or before all that waits in the same queue. */
export interface When { after?: Date; first?: boolean }

/** The queue: what is enqueued in a transaction is done if and only if that transaction commits. */
export interface Queue {
  enqueue<Name extends JobName>(trx: Trx, name: Name, data: Jobs[Name], when?: When): Promise<void>
  /** Starts doing the work; what fails is tried again with growing pauses. */
  start(work: Work, batches?: Batches): Promise<void>
  /** Lets running jobs finish, within the given seconds. */
  stop(seconds: number): Promise<void>
}

type Report = (error: Error) => void

const names: JobName[] = ['send-mail', 'take-mail', 'sign-up', 'forgotten-password', 'sign-in-failed', 'change-email', 'make-archive', 'delete-accounts', 'sweep', 'close-resolved', 'publish-due', 'digests']
/** When a job runs by itself (cron, UTC). */
const timetable: Partial<Record<JobName, string>> = { 'sweep': '17 * * * *', 'delete-accounts': '41 * * * *', 'close-resolved': '*/10 * * * *', 'publish-due': '* * * * *', 'digests': '*/5 * * * *' }

// After two seconds, four, eight, up to half an hour, for about five days: what RFC 5321 (4.5.4.1) asks of who sends mail.
const untilDone = { retryLimit: 250, retryDelay: 2, retryBackoff: true, retryDelayMax: 1_800, notify: true }
// What the timetable brings again needs no long patience, and no second one beside it.
const untilNextTime = { retryLimit: 2, retryDelay: 30, policy: 'exclusive' }
const kept = { expireInSeconds: 120, deleteAfterSeconds: 86_400 }
/** What takes its time is not taken for lost so soon. */
const slow: Partial<Record<JobName, object>> = { 'make-archive': { expireInSeconds: 1_200 } }

// A commit that enqueues wakes the workers. Polling finds what nobody announces: retries, and what a lost line hid.
const pace = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }
const calm = { cronWorkerIntervalSeconds: 30, flowIntervalSeconds: 3_600, registerInstance: false }
const atOnce = 5
const inABatch = 100

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
  for (const name of names) await boss.createQueue(name, { ...kept, ...timetable[name] === undefined ? untilDone : untilNextTime, ...slow[name] })

  return {
    async enqueue(trx, name, data, { after, first = false } = {}) {
      await boss.send(name, { language: spokenLanguage(), ...data }, { db: fromKysely(trx), ...(after !== undefined && { startAfter: after }), ...(first && { priority: 1 }) })
    },
    async start(work, batches = {}) {
      for (const name of names) await start(boss, name, work, batches, report)
    },
    stop: seconds => boss.stop({ graceful: true, timeout: seconds * 1_000 }),
  }
}

async function start(boss: PgBoss, name: JobName, work: Work, batches: Batches, report: Report): Promise<void> {
  const one = work[name] as ((data: object) => Promise<void>) | undefined
  const many = batches[name] as ActOnAll | undefined
  const act = many ?? (one === undefined ? undefined : eachAlone(one))
  if (act === undefined) return
  const cron = timetable[name]
  const rhythm = cron === undefined ? { ...pace, batchSize: many === undefined ? atOnce : inABatch, burstWhenBatchFull: true } : { pollingIntervalSeconds: 30 }
  await boss.work<object>(name, { ...rhythm, perJobResults: true }, jobs => settle(jobs, act, report))
  if (cron !== undefined) await boss.schedule(name, cron)
}

type ActOnAll = (data: object[]) => Promise<(Error | undefined)[]>

/** One job's failure is its own: the others of its batch are done. Each speaks the language of whoever asked for it. */
function eachAlone(act: (data: object) => Promise<void>): ActOnAll {
  const alone = (data: { language?: Language }) => speaking(data.language ?? spokenLanguage(), () => act(data))
  return all => Promise.all(all.map(data => alone(data).then(() => undefined, asError)))
}

async function settle(jobs: Job<object>[], act: ActOnAll, report: Report): Promise<JobResult[]> {
  const errors = await act(jobs.map(({ data }) => data)).catch((error: unknown) => jobs.map(() => asError(error)))
  return jobs.map(({ id, name }, at) => {
    const cause = errors[at]
    if (cause === undefined) return { id, status: 'completed' }
    const failure = new Error(`${name}: ${cause.message}`, { cause })
    report(failure)
    return { id, status: 'failed', output: { message: failure.message } }
  })
}

const asError = (error: unknown): Error => error instanceof Error ? error : new Error(String(error))
