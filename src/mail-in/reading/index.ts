import { on } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createTurns } from '../../web/turns.ts'
import type { Answer, Folded, Job, ReadMail } from './types.ts'

export type { Failure, Folded, MailFile, ReadMail, Report, Trace } from './types.ts'

/** It cannot be read: no mail, or a trap. */
export class Unreadable extends Error {}

/** Milliseconds that a mail may take to be read, and after that to be folded: a mail that is not is shown whole. */
const patience = { read: 25_000, fold: 5_000 }
/** Mails that are read at once; each may take a hundred megabytes. */
const lanes = 2

export type Read = ReadMail & { folded: Folded }

const inTurn = createTurns(lanes)

/** Reads a mail that lies on disk in a thread of its own, which is given up on where the mail is made to keep it busy. */
export function readMail(job: Job): Promise<Read> {
  return inTurn(() => readAlone(job))
}

async function readAlone(job: Job): Promise<Read> {
  // Megabytes: the text of a mail is in memory several times while it is made plain.
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: job, resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 } })
  const answers = on(thread, 'message', { close: ['exit'] })
  try {
    const first = await next(answers, patience.read)
    if (first === undefined || 'folded' in first) throw new Unreadable('the thread ended')
    if ('problem' in first) throw first.isOurs ? new Error(first.problem) : new Unreadable(first.problem)
    const folded = await next(answers, patience.fold).catch(() => undefined)
    return { ...first.read, folded: folded !== undefined && 'folded' in folded ? folded.folded : { text: first.read.text, quoted: '' } }
  } finally {
    await thread.terminate()
  }
}

/** What the thread says next; undefined where it ended without a word. */
async function next(answers: NodeJS.AsyncIterator<unknown[]>, milliseconds: number): Promise<Answer | undefined> {
  const over = new AbortController()
  const late = sleep(milliseconds, undefined, { signal: over.signal }).then(() => { throw new Unreadable('it takes too long') }, () => undefined)
  try {
    const said = await Promise.race([answers.next(), late])
    return said === undefined || said.done === true ? undefined : said.value[0] as Answer
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : String(error))
  } finally {
    over.abort()
  }
}

/** The files that were read out of a mail are needed no more. */
export async function forgetFiles({ files }: Pick<ReadMail, 'files'>): Promise<void> {
  await Promise.all(files.map(({ path }) => rm(path, { force: true })))
}
