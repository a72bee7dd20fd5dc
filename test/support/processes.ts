import { spawn, type ChildProcess } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
  timedOut: boolean
}

export interface RunOptions {
  env?: Record<string, string>
  seconds?: number
  cwd?: string
  owner?: { uid?: number; gid?: number }
}

const running = new Set<ChildProcess>()
const grace = 3_000

process.on('exit', () => running.forEach(child => child.kill('SIGKILL')))

/** Nothing that we started outlives us. */
export function endWithUs(child: ChildProcess): void {
  running.add(child)
  child.once('close', () => running.delete(child))
}

/** Runs a program to its end, or kills it when its seconds are over. Never throws: not being found is an outcome too. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const { env, seconds = 300, cwd = process.cwd(), owner } = options
  const child = spawn(command, args, { ...owner, cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  const limit = killAfter(child, seconds)
  endWithUs(child)

  return new Promise(resolve => {
    const end = (code: number | null, problem = '') => {
      resolve({ code, stdout: stdout(), stderr: stderr() + problem, timedOut: limit.stop() })
    }
    child.once('error', error => end(null, error.message))
    child.once('close', code => end(code))
  })
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const decoder = new StringDecoder('utf8')
  let text = ''
  stream.on('data', (chunk: Buffer) => { text += decoder.write(chunk) })
  return () => text
}

/** Ends it when its seconds are over, unless it is told to stop before; then it says whether they were. */
export function killAfter(child: ChildProcess, seconds: number): { stop(): boolean } {
  let over = false
  let last: NodeJS.Timeout | undefined
  const timer = setTimeout(() => {
    over = true
    child.kill('SIGTERM')
    last = setTimeout(() => cutOff(child), grace)
  }, seconds * 1_000)

  return { stop() {
    clearTimeout(timer)
    clearTimeout(last)
    return over
  } }
}

/** A grandchild may hold the pipes open long after its parent is gone. */
function cutOff(child: ChildProcess): void {
  child.kill('SIGKILL')
  child.stdout?.destroy()
  child.stderr?.destroy()
}
