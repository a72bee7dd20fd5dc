import { parentPort } from 'node:worker_threads'
import { toArticle, type Sizes, type ToArticle } from './article.ts'
import { plainToHtml, toSafeHtml } from './render.ts'

/** What the thread is asked to do. */
export type Job = { kind: 'message' | 'plain'; text: string } | { kind: 'article'; text: string; sizes: Sizes }

parentPort?.on('message', (job: Job) => parentPort?.postMessage(attempt(job)))
parentPort?.postMessage('ready')

function attempt(job: Job): string | ToArticle | null {
  try {
    if (job.kind === 'plain') return plainToHtml(job.text)
    return job.kind === 'article' ? toArticle(job.text, job.sizes) : toSafeHtml(job.text)
  } catch {
    // marked can run out of stack on hostile nesting; the caller shows the text as typed.
    return null
  }
}
