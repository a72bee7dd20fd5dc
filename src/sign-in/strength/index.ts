import { Worker } from 'node:worker_threads'
import type { MessageKey } from '../../web/i18n.ts'

/** Why a password is guessed soon; each has its words in the locale. */
export type Weakness = 'common' | 'own' | 'repeats' | 'row' | 'date' | 'short'
export interface Question { password: string; own: string[] }

/** Longer than any password of up to 256 characters takes. */
const patience = 5_000
/** The lists of words take 30 MB: they stay while somebody may try again, and go. */
const idle = 30_000

let thread: { worker: Worker; asked: number } | undefined
let turn: Promise<unknown> = Promise.resolve()

/**
 * What makes a password easy to guess, undefined where nothing does: it is among the ten thousand most used, or made
 * of the person's own names, repeated, in a row. Any text that is hard to guess will do, whatever its signs.
 */
export async function weaknessOf(password: string, own: string[]): Promise<MessageKey | undefined> {
  const answer = turn.then(() => ask({ password, own }))
  turn = answer
  const weakness = await answer
  return weakness && `password.${weakness}`
}

/** Undefined, too, where no thread can be had or it finds no answer in time: nobody is kept from their account by that. */
async function ask(question: Question): Promise<Weakness | undefined> {
  try {
    return await askThread(thread ??= { worker: start(), asked: 0 }, question)
  } catch {
    return undefined
  }
}

async function askThread(used: NonNullable<typeof thread>, question: Question): Promise<Weakness | undefined> {
  const asked = used.asked += 1
  try {
    return await answerOf(used.worker, question)
  } catch (error) {
    end(used)
    throw error
  } finally {
    setTimeout(() => used.asked === asked && end(used), idle).unref()
  }
}

function start(): Worker {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 } })
  return worker.on('error', () => {})
}

function end(used: NonNullable<typeof thread>): void {
  if (thread === used) thread = undefined
  void used.worker.terminate()
}

function answerOf(worker: Worker, question: Question): Promise<Weakness | undefined> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      clearTimeout(timer)
      worker.off('message', answered).off('exit', failed)
      // Only while somebody waits does the thread keep the program running.
      worker.unref()
      act()
    }
    const answered = (weakness: Weakness | null) => finish(() => resolve(weakness ?? undefined))
    const failed = () => finish(() => reject(new Error('No answer on the strength of a password')))
    const timer = setTimeout(failed, patience)
    worker.on('message', answered).on('exit', failed)
    worker.ref()
    worker.postMessage(question)
  })
}
