import { parentPort } from 'node:worker_threads'
import { toSafeHtml } from './render.ts'

parentPort?.on('message', (text: string) => {
  let html: string | undefined
  try {
    html = toSafeHtml(text)
  } catch {
    // marked can run out of stack on hostile nesting; the caller shows the text as typed.
  }
  parentPort?.postMessage(html)
})
parentPort?.postMessage('ready')
