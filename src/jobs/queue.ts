import { fromKysely, PgBoss, type Job, type JobResult } from 'pg-boss'
import type { Connection, Trx } from '../db/connect.ts'
import { heardLanguage, speaking } from '../web/i18n.ts'
import type { Language } from '../languages.ts'

/** Work that is done later, at least once; by name, with the data that each job carries. */
interface Jobs {
  'send-mail': { mailId: string }
  'take-mail': { mailId: string }
  'sign-up': { pendingId: string; next: string }
  'forgotten-password': { email: string }
  'sign-in-failed': { email: string; browser: string; address: string }
  'change-email': { profileId: string }
  'make-archive': { archiveId: string }
  'delete-accounts': object
  'sweep': object
  'close-resolved': object
  'publish-due': object
  'digests': object
}
type JobName = keyof Jobs
export type Work = { [Name in JobName]?: (data: Jobs[Name]) => Promise<void> }
/** Work that is cheaper done many at a time: it says for each what went wrong, if anything did. */
type Batches = { [Name in JobName]?: (data: Jobs[Name][]) => Promise<(Error | undefined)[]> }
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

/** When each kind runs by itself (cron, UTC), and for how many seconds it may run before it is taken for lost, where that is not two minutes. */
const kinds: Record<JobName, { cron?: string; seconds?: number }> = {
  'send-mail': {},
  'take-mail': {},
  'sign-up': {},
  'forgotten-password': {},
  'sign-in-failed': {},
  'change-email': {},
  'make-archive': { seconds: 1_200 },
  'delete-accounts': { cron: '41 * * * *' },
  'sweep': { cron: '17 * * * *' },
  'close-resolved': { cron: '*/10 * * * *' },
  'publish-due': { cron: '* * * * *' },
  'digests': { cron: '*/5 * * * *' },
}
const names = Object.keys(kinds) as JobName[]

// After two seconds, four, eight, up to half an hour, for about five days: what RFC 5321 (4.5.4.1) asks of who sends mail.
const untilDone = { retryLimit: 250, retryDelay: 2, retryBackoff: true, retryDelayMax: 1_800, notify: true }
// What the timetable brings again needs no long patience, and no second one beside it.
const untilNextTime = { retryLimit: 2, retryDelay: 30, policy: 'exclusive' }
const deleteAfterSeconds = 86_400

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
  const made = new Set((await boss.getQueues(names)).map(({ name }) => name))
  for (const name of names.filter(name => !made.has(name))) {
    const { cron, seconds = 120 } = kinds[name]
    await boss.createQueue(name, { expireInSeconds: seconds, deleteAfterSeconds, ...cron === undefined ? untilDone : untilNextTime })
  }

  return {
    async enqueue(trx, name, data, { after, first = false } = {}) {
      const language = heardLanguage()
      await boss.send(name, { ...(language !== undefined && { language }), ...data }, { db: fromKysely(trx), ...(after !== undefined && { startAfter: after }), ...(first && { priority: 1 }) })
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
  const { cron } = kinds[name]
  const rhythm = cron === undefined ? { ...pace, batchSize: many === undefined ? atOnce : inABatch, burstWhenBatchFull: true } : { pollingIntervalSeconds: 30 }
  await boss.work<object>(name, { ...rhythm, perJobResults: true }, jobs => settle(jobs, act, report))
  if (cron !== undefined) await boss.schedule(name, cron)
}

type ActOnAll = (data: object[]) => Promise<(Error | undefined)[]>

/** One job's failure is its own: the others of its batch are done. Each speaks the language of whoever asked for it. */
function eachAlone(act: (data: object) => Promise<void>): ActOnAll {
  const alone = (data: { language?: Language }) => speaking(data.language, () => act(data))
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
