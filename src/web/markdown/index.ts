import { Worker } from 'node:worker_threads'
import type { Sizes, ToArticle } from './article.ts'
import type { Job } from './thread.ts'
import { Turns } from './turns.ts'

export { filesAddress } from './address.ts'

/** HTML that passed our sanitiser (or was escaped whole); only this module makes it. */
export type SafeHtml = string & { readonly safe: true }

/** Longest Markdown that is rendered, in characters; forms refuse more. */
export const markdownLimit = 64_000
/** Longest article, in characters. */
export const articleLimit = 1_000_000
/** Milliseconds that the thread may work on one text: its own time, so that a busy machine takes nobody's formatting away. */
const patience = { message: 250, plain: 250, article: 10_000 }
/** Milliseconds after which nobody waits any longer, neither for a turn nor for a thread that hangs. */
const atMost = { message: 8_000, plain: 8_000, article: 60_000 }
const glance = 50

/** An article made of its Markdown: what is shown, its headings, and the plain words that search looks through. */
export type RenderedArticle = ToArticle & { html: SafeHtml }

interface Waiting { job: Job; since: number; resolve(answer: unknown): void }

/** Turns what people write into safe HTML, in a thread that can be given up on. */
export interface Markdown {
  /** Never throws: what cannot be rendered in time is shown as it was typed. Whoever has several texts waiting gives way to others after each. */
  render(text: string, who: string): Promise<SafeHtml>
  /** The same for text that is no Markdown: as it was typed, with links to follow. */
  renderPlain(text: string, who: string): Promise<SafeHtml>
  /** The same for what staff publish: pictures of our own, headings with anchors, tables, folded parts. */
  renderArticle(text: string, sizes: Sizes, who: string): Promise<RenderedArticle>
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

  /** Null where the thread found no answer, or not in time. */
  async function attempt({ job, since }: Waiting): Promise<unknown> {
    if (performance.now() - since > atMost[job.kind]) return null
    try {
      return await ask(await (thread ??= startThread(() => { thread = undefined })), job)
    } catch {
      await end()
      return null
    }
  }

  async function end(): Promise<void> {
    const last = await thread?.catch(() => undefined)
    thread = undefined
    await last?.terminate()
  }

  function wait<Answer>(job: Job, who: string): Promise<Answer | null> {
    return new Promise(resolve => {
      turns.add(who, { job, resolve: answer => resolve(answer as Answer | null), since: performance.now() })
      void work()
    })
  }

  return {
    render: async (text, who) => await wait<SafeHtml>({ kind: 'message', text }, who) ?? escaped(text),
    renderPlain: async (text, who) => await wait<SafeHtml>({ kind: 'plain', text }, who) ?? escaped(text),
    renderArticle: async (text, sizes, who) => await wait<RenderedArticle>({ kind: 'article', text, sizes }, who) ?? asTyped(text),
    close: end,
  }
}

function startThread(onExit: () => void): Promise<Worker> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 } })
  return new Promise((resolve, reject) => {
    thread.once('error', reject).once('exit', onExit)
    thread.once('message', () => {
      thread.off('error', reject).on('error', () => {})
      resolve(thread)
    })
  })
}

/** The thread's answer, null where it found none. Fails where the thread works on it for too long, or ends. */
async function ask(thread: Worker, job: Job): Promise<unknown> {
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
    const answered = (answer: unknown) => finish(() => resolve(answer))
    const failed = () => finish(() => reject(new Error('No answer from the Markdown thread')))
    const look = async () => {
      const { user, system } = await thread.cpuUsage(before)
      if ((user + system) / 1_000 > patience[job.kind] || performance.now() - started > atMost[job.kind]) failed()
    }
    const timer = setInterval(() => void look().catch(failed), glance)
    thread.on('message', answered).on('exit', failed)
    thread.postMessage(job)
  })
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as it was typed, line for line. */
export function escaped(text: string): SafeHtml {
  return `<p class="as-typed">${text.replace(/[&<>"']/g, character => entities[character] ?? '')}</p>` as SafeHtml
}

function asTyped(text: string): RenderedArticle {
  return { html: escaped(text), headings: [], headingsText: '', bodyText: text, words: text.split(/\s+/).length }
}
