import { parentPort, workerData } from 'node:worker_threads'
import { fold } from './fold.ts'
import { parseMail } from './parse.ts'
import type { Answer, Job } from './types.ts'

const answer = (said: Answer) => parentPort?.postMessage(said)

try {
  const read = await parseMail(workerData as Job)
  answer({ read })
  answer({ folded: fold(read.text) })
} catch (error) {
  // What the disk refuses is not the mail's fault.
  answer({ problem: error instanceof Error ? error.message : String(error), isOurs: error instanceof Error && 'syscall' in error })
}
