import { parentPort } from 'node:worker_threads'
import { toSafeHtml } from './render.ts'

parentPort?.on('message', (text: string) => parentPort?.postMessage(attempt(text)))
parentPort?.postMessage('ready')

function attempt(text: string): string | null {
  try {
    return toSafeHtml(text)
  } catch {
    // marked can run out of stack on hostile nesting; the caller shows the text as typed.
    return null
  }
}
