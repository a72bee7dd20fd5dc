import { Worker } from 'node:worker_threads'
import { Turns } from './turns.ts'

/** HTML that passed our sanitiser (or was escaped whole); only this module makes it. */
export type SafeHtml = string & { readonly safe: true }

/** Longest Markdown that is rendered, in characters; forms refuse more. */
export const markdownLimit = 64_000
/** Milliseconds that the thread may work on one text: its own time, so that a busy machine takes nobody's formatting away. */
const patience = 250
/** Milliseconds after which nobody waits any longer, neither for a turn nor for a thread that hangs. */
const atMost = 5_000
const glance = 50

interface Waiting { text: string; since: number; resolve(html: SafeHtml): void }

/** Turns what people write into safe HTML, in a thread that can be given up on. */
export interface Markdown {
  /** Never throws: what cannot be rendered in time is shown as it was typed. Whoever has several texts waiting gives way to others after each. */
  render(text: string, who: string): Promise<SafeHtml>
  close(): Promise<void>
}

/** Starts the thread with the first text; one that runs over its time is ended, and the next text gets a fresh one. */
export function createMarkdown(): Markdown {
  const turns = new Turns<Waiting>()
  let thread: Promise<Worker> | undefined
  let busy = false

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    for (let next = turns.next(); next !== undefined; next = turns.next()) next.resolve(await attempt(next))
    busy = false
  }

  async function attempt({ text, since }: Waiting): Promise<SafeHtml> {
    if (performance.now() - since > atMost) return escaped(text)
    try {
      return await ask(await (thread ??= startThread(() => { thread = undefined })), text) ?? escaped(text)
    } catch {
      await end()
      return escaped(text)
    }
  }

  async function end(): Promise<void> {
    const last = await thread?.catch(() => undefined)
    thread = undefined
    await last?.terminate()
  }

  return {
    render: (text, who) => new Promise(resolve => {
      turns.add(who, { text, resolve, since: performance.now() })
      void work()
    }),
    close: end,
  }
}

function startThread(onExit: () => void): Promise<Worker> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 64 } })
  return new Promise((resolve, reject) => {
    thread.once('error', reject).once('exit', onExit)
    thread.once('message', () => {
      thread.off('error', reject).on('error', () => {})
      resolve(thread)
    })
  })
}

/** The thread's answer, null where it found none. Fails where the thread works on it for too long, or ends. */
async function ask(thread: Worker, text: string): Promise<SafeHtml | null> {
  const started = performance.now()
  // Only while somebody waits does the thread keep the program running.
  thread.ref()
  const before = await thread.cpuUsage()
  return new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      clearInterval(timer)
      thread.unref()
      thread.off('message', answered).off('exit', failed)
      act()
    }
    const answered = (html: SafeHtml | null) => finish(() => resolve(html))
    const failed = () => finish(() => reject(new Error('No answer from the Markdown thread')))
    const look = async () => {
      const { user, system } = await thread.cpuUsage(before)
      if ((user + system) / 1_000 > patience || performance.now() - started > atMost) failed()
    }
    const timer = setInterval(() => void look().catch(failed), glance)
    thread.on('message', answered).on('exit', failed)
    thread.postMessage(text)
  })
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as it was typed, line for line. */
export function escaped(text: string): SafeHtml {
  return `<p class="as-typed">${text.replace(/[&<>"']/g, character => entities[character] ?? '')}</p>` as SafeHtml
}
