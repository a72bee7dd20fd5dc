import { Worker } from 'node:worker_threads'

/** HTML that passed our sanitiser (or was escaped whole); only this module makes it. */
export type SafeHtml = string & { readonly safe: true }

/** Longest Markdown that is rendered, in characters; forms refuse more. */
export const markdownLimit = 64_000
const patience = 250

interface Waiting { text: string; resolve(html: SafeHtml): void }

/** Turns what people write into safe HTML, in a thread that can be given up on. */
export interface Markdown {
  /** Never throws: what cannot be rendered in time is shown as it was typed. */
  render(text: string): Promise<SafeHtml>
  close(): Promise<void>
}

/** Starts the thread with the first text; one that runs over its time is ended, and the next text gets a fresh one. */
export function createMarkdown(): Markdown {
  const queue: Waiting[] = []
  let worker: Worker | undefined
  let busy = false

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) next.resolve(await attempt(next.text))
    busy = false
  }

  async function attempt(text: string): Promise<SafeHtml> {
    const thread = worker ??= await startThread()
    const html = await answer(thread, text)
    if (html !== undefined) return html
    worker = undefined
    void thread.terminate()
    return escaped(text)
  }

  return {
    render: text => new Promise(resolve => {
      queue.push({ text, resolve })
      void work()
    }),
    close: async () => void await worker?.terminate(),
  }
}

function startThread(): Promise<Worker> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 64 } })
  thread.unref()
  return new Promise((resolve, reject) => {
    thread.once('error', reject)
    thread.once('message', () => resolve(thread.removeAllListeners('error').on('error', () => {})))
  })
}

function answer(thread: Worker, text: string): Promise<SafeHtml | undefined> {
  return new Promise(resolve => {
    const finish = (html?: unknown) => {
      clearTimeout(timer)
      thread.removeAllListeners('message').removeAllListeners('exit')
      resolve(typeof html === 'string' ? html as SafeHtml : undefined)
    }
    const timer = setTimeout(finish, patience)
    thread.once('message', finish).once('exit', () => finish())
    thread.postMessage(text)
  })
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as it was typed, line for line. */
export function escaped(text: string): SafeHtml {
  return `<p class="as-typed">${text.replace(/[&<>"']/g, character => entities[character] ?? '')}</p>` as SafeHtml
}
