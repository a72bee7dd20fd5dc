import { tell, type Tally } from './steps.ts'
import type { TestFile } from './test-files.ts'
import { judge, judgeEnd, type Verdict } from './verdict.ts'
import { Worker } from './workers.ts'

const secondsPerFile = Number(process.env['TEST_SECONDS'] ?? 600)
const secondsToEnd = 60
const tapWords = { TAP_TIMEOUT: String(secondsPerFile), TAP_FAIL_SKIP: '1', TAP_FAIL_TODO: '1', TAP_FAIL_ONLY: '1' }

type Count = (name: string, verdict: Verdict) => void

/** Runs the files in so many processes, the long ones first, so that all have work until the end. */
export async function runTests(files: TestFile[], env: Record<string, string>, atOnce: number): Promise<Tally> {
  const tally = { passed: 0, failed: 0 }
  const waiting = files.toSorted((a, b) => b.size - a.size).values()
  const count: Count = (name, { passed, problems }) => {
    tally.passed += passed
    tally.failed += problems.length
    if (problems.length > 0) tell(`✗ ${name}\n${problems.join('\n')}`.replace(/\n(?=.)/g, '\n  '))
  }
  await Promise.all(Array.from({ length: atOnce }, () => work(waiting, { ...tapWords, ...env }, count)))
  return tally
}

async function work(waiting: Iterable<TestFile>, env: Record<string, string>, count: Count): Promise<void> {
  let worker: Worker | undefined
  let done: string[] = []
  for (const { path } of waiting) {
    worker ??= new Worker(env)
    const verdict = judge(await worker.run(path, secondsPerFile + 5), secondsPerFile)
    count(path, verdict)
    done.push(path)
    if (verdict.problems.length === 0) continue
    // What failed may have left anything behind: the next file is not to suffer from it.
    await worker.kill()
    worker = undefined
    done = []
  }
  if (worker !== undefined) count('after the last file', judgeEnd(await worker.end(secondsToEnd), done, secondsToEnd))
}
