import { TapReport } from './tap.ts'
import type { Ran } from './workers.ts'

export interface Verdict { passed: number; problems: string[] }

/** What is to be said of a test file that ran, or should have. */
export function judge(ran: Ran, seconds: number): Verdict {
  const report = new TapReport(ran.stdout)
  const problems = report.failures.map(({ path, detail }) => [`✗ ${path}`, ...detail].join('\n  '))
  const ending = badEnding(ran, report, seconds)
  if (ending !== undefined) problems.push(ending)
  if (problems.length > 0) problems[problems.length - 1] += printed(report.noise, ran.stderr)
  return { passed: report.passed, problems }
}

function badEnding({ code, timedOut }: Ran, { passed, failures }: TapReport, seconds: number): string | undefined {
  if (timedOut) return `✗ stopped: not finished after ${seconds} seconds`
  if (code !== undefined && failures.length === 0) return `✗ crashed: the process ended ${code === null ? 'by a signal' : `with exit code ${code}`} before the file did`
  if (passed + failures.length === 0) return '✗ no assertion ran'
  return undefined
}

/** What is to be said of a process whose files have all run. */
export function judgeEnd({ code, timedOut, stdout, stderr }: Ran, files: string[], seconds: number): Verdict {
  const report = new TapReport(stdout)
  if (code === 0 && !timedOut) return { passed: 0, problems: [] }
  const how = timedOut ? `did not end within ${seconds} seconds: one of these has left something open` : `ended ${code === null ? 'by a signal' : `with exit code ${code}`} after these`
  return { passed: 0, problems: [`✗ the process ${how}:\n  ${files.join('\n  ')}${printed(report.noise, stderr)}`] }
}

function printed(noise: string[], stderr: string): string {
  const lines = [...noise, ...stderr.trimEnd().split('\n')].filter(line => line.trim() !== '').slice(-30)
  return lines.length === 0 ? '' : `\n  it printed:${lines.map(line => `\n  | ${line}`).join('')}`
}
