import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { endWithUs, killAfter } from './processes.ts'

/** What came of a test file. */
export interface Ran {
  /** Its own TAP, and what it printed beside. */
  stdout: string
  stderr: string
  timedOut: boolean
  /** How the process ended, where it ended with it: null for a signal. */
  code: number | null | undefined
}

const closing = /^(?:not )?ok \d+ - test\/\S+\.test\.ts(?: .*)?\n/m

/** A process that runs one test file after the other. */
export class Worker {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #stdout = ''
  #stderr = ''
  #closed = () => {}

  constructor(env: Record<string, string>) {
    this.#child = fork('test/support/worker.ts', { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null)
    endWithUs(this.#child)
    this.#child.stderr?.setEncoding('utf8').on('data', (more: string) => { this.#stderr += more })
    this.#child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      this.#stdout += more
      if (closing.test(this.#stdout)) this.#closed()
    })
  }

  async run(path: string, seconds: number): Promise<Ran> {
    const closed = new Promise<undefined>(resolve => { this.#closed = () => resolve(undefined) })
    this.#child.send(path, () => {})
    return this.#outcome(Promise.race([closed, this.#ended]), seconds)
  }

  /** Lets it end by itself, which it does when no file has left anything open. */
  async end(seconds: number): Promise<Ran> {
    this.#child.send('', () => {})
    return this.#outcome(this.#ended, seconds)
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  async #outcome(end: Promise<number | null | undefined>, seconds: number): Promise<Ran> {
    const limit = killAfter(this.#child, seconds)
    const code = await end
    const timedOut = limit.stop()
    await turn()
    const [stdout = ''] = this.#stdout.split(closing)
    const stderr = this.#stderr
    this.#stdout = this.#stderr = ''
    return { stdout: alone(stdout), stderr, timedOut, code }
  }
}

/** What a file would have printed in a process of its own. */
function alone(stdout: string): string {
  return stdout.replace(/^# Subtest: test\/.*\n/m, '').replace(/^ {4}/gm, '')
}
