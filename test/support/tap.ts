import { readable } from './tap-detail.ts'

/** One assertion that did not hold: where it stands among the named tests, and what tap knows about it. */
export interface Failure {
  path: string
  detail: string[]
}

interface OpenTest {
  indent: number
  name: string
  points: number
  failures: number
}

const point = /^( *)(not )?ok \d+(?: - (.*?))?(?: # .*)?$/
const subtest = /^( *)# Subtest: (.*)$/
const silent = /^ *(?:#.*|\d+\.\.\d+.*|TAP version \d+|)$/

/** What one test file printed. Only assertions count, not the tests that contain them. */
export class TapReport {
  passed = 0
  readonly failures: Failure[] = []
  /** What the test printed beside its TAP. */
  readonly noise: string[] = []
  readonly #open: OpenTest[] = []
  #last: Failure | undefined

  constructor(text: string) {
    const lines = text.split('\n').values()
    for (const line of lines) {
      if (line.trim() === '---') this.#describe([...block(lines, indent(line))])
      else this.#read(line)
    }
  }

  #read(line: string): void {
    const started = subtest.exec(line)
    const reached = point.exec(line)
    if (started) this.#open.push({ indent: indent(line), name: started[2] ?? '', points: 0, failures: this.failures.length })
    else if (reached) this.#reach(indent(line), reached[3] ?? '', reached[2] === undefined)
    else if (!silent.test(line)) this.noise.push(line)
  }

  #reach(depth: number, name: string, ok: boolean): void {
    this.#last = undefined
    const closed = this.#open.at(-1)?.indent === depth ? this.#open.pop() : undefined
    if (closed !== undefined && closed.points > 0 && (ok || closed.failures < this.failures.length)) return

    for (const test of this.#open) test.points++
    if (ok && closed === undefined) this.passed++
    else this.#fail(name, ok ? ['this test asserts nothing'] : [])
  }

  #fail(name: string, detail: string[]): void {
    this.#last = { path: [...this.#open.map(test => test.name), name].join(' › '), detail }
    this.failures.push(this.#last)
  }

  #describe(lines: string[]): void {
    this.#last?.detail.push(...readable(lines))
  }
}

/** The rest of an indented block up to its closing line, moved to the left. */
function* block(lines: Iterator<string>, depth: number): Generator<string> {
  for (let next = lines.next(); !next.done; next = lines.next()) {
    if (next.value.trim() === '...' && indent(next.value) === depth) return
    yield next.value.slice(depth)
  }
}

function indent(line: string): number {
  return line.length - line.trimStart().length
}
