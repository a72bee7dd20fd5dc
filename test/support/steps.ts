/** What a step has to say: its counts, and the failures as text for a reader. */
export interface Tally {
  passed: number
  failed: number
}

const total: Tally = { passed: 0, failed: 0 }

/** Runs one named part and closes it with one line. A part that throws has failed; the next one runs all the same. */
export async function step(name: string, act: () => Promise<Tally>): Promise<void> {
  const started = performance.now()
  const tally = await act().catch(failure)
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)

  total.passed += tally.passed
  total.failed += tally.failed
  const sign = tally.failed === 0 ? '✓' : '✗'
  console.log(`${sign} ${name.padEnd(30)} ${counts(tally).padEnd(26)} ${seconds.padStart(6)} s`)
}

/** A check counts as one: passed when it found no problem. */
export function check(problems: string[]): Tally {
  if (problems.length === 0) return { passed: 1, failed: 0 }
  tell(problems.join('\n'))
  return { passed: 0, failed: 1 }
}

/** The closing line, and the exit code that says the same. */
export function close(): number {
  if (total.passed + total.failed === 0) total.failed = 1
  console.log(`\n${counts(total)}`)
  return total.failed === 0 ? 0 : 1
}

export function tell(text: string): void {
  console.log(text.replace(/^(?=.)/gm, '    '))
}

function failure(error: unknown): Tally {
  return check([error instanceof Error ? error.stack ?? error.message : String(error)])
}

function counts({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`
}
