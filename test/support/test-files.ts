import { availableParallelism } from 'node:os'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { run, type Outcome } from './processes.ts'
import { tell, type Tally } from './steps.ts'
import { TapReport } from './tap.ts'

export interface TestFile {
  path: string
  browser: boolean
  /** Whether it opens a database, and so has to hold on both kinds. */
  world: boolean
  /** Whether the kind of database has a say in it: locks, searches, transactions, files beside it, the start and the end. */
  telling: boolean
}

const secondsPerFile = Number(process.env['TEST_SECONDS'] ?? 600)
const tapWords = { TAP_TIMEOUT: String(secondsPerFile), TAP_FAIL_SKIP: '1', TAP_FAIL_TODO: '1', TAP_FAIL_ONLY: '1' }

const telling = [
  'account/data', 'account/deletion', 'attachments/', 'commands/', 'crash/', 'db/', 'demo/command', 'demo/fill', 'drafts/',
  'help/counts', 'help/export', 'help/file-sweep', 'help/import', 'help/search', 'help/unmade', 'help/write',
  'jobs/', 'mail-in/crash', 'mail-in/replies', 'mail-in/strangers', 'notifications/outage', 'sign-in/sessions', 'start/', 'web/submissions',
  ...['asking', 'closing', 'conversation', 'list', 'live', 'once', 'paging', 'participants', 'plans', 'queries', 'replies', 'search', 'strangers'].map(name => `tickets/${name}`),
]

/** Every test file, or those whose path contains one of the words. */
export async function findTests(words: string[]): Promise<TestFile[]> {
  const names = (await readdir('test', { recursive: true })).filter(name => name.endsWith('.test.ts'))
  const paths = names.map(name => `test/${name.replaceAll('\\', '/')}`).sort()
  return paths.filter(path => words.length === 0 || words.some(word => path.includes(word))).map(path => ({
    path,
    browser: path.startsWith('test/browser/'),
    world: /from '[./]*\/support\//.test(readFileSync(path, 'utf8')),
    telling: telling.some(part => path.startsWith(`test/${part}`)),
  }))
}

/** Runs each file as a program of its own, as many at a time as there are processors. */
export async function runTests(files: TestFile[], env: Record<string, string>): Promise<Tally> {
  const tally = { passed: 0, failed: 0 }
  const waiting = files.values()
  const work = async () => {
    for (const { path } of waiting) {
      const outcome = await run(process.execPath, [path], { env: { ...tapWords, ...env }, seconds: secondsPerFile + 5 })
      const { passed, problems } = judge(outcome)
      tally.passed += passed
      tally.failed += problems.length
      if (problems.length > 0) tell(`✗ ${path}\n${problems.join('\n')}`.replace(/\n(?=.)/g, '\n  '))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return tally
}

function judge(outcome: Outcome): { passed: number; problems: string[] } {
  const report = new TapReport(outcome.stdout)
  const problems = report.failures.map(({ path, detail }) => [`✗ ${path}`, ...detail].join('\n  '))
  const ending = badEnding(outcome, report)
  if (ending !== undefined) problems.push(ending)
  if (problems.length > 0) problems[problems.length - 1] += printed(report.noise, outcome.stderr)
  return { passed: report.passed, problems }
}

function badEnding({ code, timedOut }: Outcome, { passed, failures }: TapReport): string | undefined {
  if (timedOut) return `✗ stopped: not finished after ${secondsPerFile} seconds`
  if (code !== 0 && failures.length === 0) return `✗ crashed: ended ${code === null ? 'by a signal' : `with exit code ${code}`}, though no assertion failed`
  if (passed + failures.length === 0) return '✗ no assertion ran'
  return undefined
}

function printed(noise: string[], stderr: string): string {
  const lines = [...noise, ...stderr.trimEnd().split('\n')].filter(line => line.trim() !== '').slice(-30)
  return lines.length === 0 ? '' : `\n  it printed:${lines.map(line => `\n  | ${line}`).join('')}`
}
