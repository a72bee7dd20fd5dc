import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** The product as a process of its own, as `npm start` would run it. */
export interface Program {
  /** Where it listens; known once it has said so. */
  url(): Promise<string>
  /** Waits until it has said this, or has ended without. */
  says(words: RegExp): Promise<string>
  output(): string
  kill(signal: NodeJS.Signals): void
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const settings = { PORT: '0', DEMO: '0', LOG_LEVEL: 'error' }

/** Starts it with these settings and nothing else of our environment; what still runs when the test ends is killed. */
export function startProgram(t: { teardown(end: () => unknown): void }, env: Record<string, string>, nodeOptions: string[] = []): Program {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env
  const child = spawn(process.execPath, [...nodeOptions, 'src/main.ts'], { env: { PATH, NODE_COMPILE_CACHE, ...settings, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more: string) => { text += more })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })

  async function says(words: RegExp): Promise<string> {
    for (;;) {
      const found = words.exec(text)
      if (found !== null) return found[1] ?? found[0]
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The program ended and never said ${words}. It said:\n${text}`)
      await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended])
    }
  }

  return { says, ended, url: () => says(/listens at (\S+)/), output: () => text, kill: signal => void child.kill(signal) }
}
