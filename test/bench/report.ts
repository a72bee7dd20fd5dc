import { cpus, totalmem } from 'node:os'

export type Verdict = 'met' | 'missed' | ''
/** One measured number with the bar it is held against. */
export interface Result { what: string; measured: string; bar: string; verdict: Verdict }

const results: Result[] = []

/** Notes and prints a number that has no bar. */
export function inform(what: string, measured: string): void {
  note({ what, measured, bar: '', verdict: '' })
}

/** Notes and prints a number that must not exceed the bar, or must reach it; `say` writes both for people. */
export function hold(what: string, measured: number, sign: '≤' | '≥', bar: number, say: (value: number) => string, more = ''): void {
  const met = sign === '≤' ? measured <= bar : measured >= bar
  note({ what, measured: say(measured) + more, bar: `${sign} ${say(bar)}`, verdict: met ? 'met' : 'missed' })
}

function note(result: Result): void {
  results.push(result)
  const { what, measured, bar, verdict } = result
  console.log(`  ${what.padEnd(58)} ${measured.padEnd(34)} ${bar.padEnd(12)} ${verdict}`)
}

/** The table for the README: all that was measured, when, and on what. */
export function table(postgres: string): string {
  const rows = results.map(({ what, measured, bar, verdict }) => `| ${what} | ${measured} | ${bar} | ${verdict} |`)
  return [...machine(postgres), '', '| what | measured | bar | |', '|---|---|---|---|', ...rows].join('\n')
}

function machine(postgres: string): string[] {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return [`Measured by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpu?.model.trim()}, ${cpus().length} cores, ${memory} GB; Node ${process.versions.node}, PostgreSQL ${postgres}.`,
    'The floor is a bare fastify route on the same database that sends 25 rows of one prepared, indexed select as JSON.']
}

export const bytes = (value: number) => `${Math.round(value).toLocaleString('en')} B`
export const megabytes = (value: number) => `${(value / 1_000_000).toFixed(0)} MB`
export const milliseconds = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
export const times = (value: number) => `${value.toFixed(2)} ×`

/** The middle of some numbers, or another quantile. */
export function quantile(values: number[], share = 0.5): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN
}
