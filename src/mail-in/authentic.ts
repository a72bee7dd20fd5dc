import type { ReadMail, Trace } from './reading/index.ts'

/**
 * Whether our mail server found that the mail comes from whom it names (DMARC, in RFC 8601's words). Each server writes
 * above what was there (RFC 5321, 4.4), so only its topmost lines, down to the next Received, can be its own: what
 * stands further down was in the mail before, whoever it names. Its DMARC results all have to agree.
 */
export function isAuthentic({ trace, from }: Pick<ReadMail, 'trace' | 'from'>, authserv: string | undefined, relayed: boolean): boolean {
  if (authserv === undefined || !relayed || from === undefined) return false
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase()
  const { certain, all } = topmost(trace, authserv.toLowerCase())
  return dmarcIn(certain).length > 0 && dmarcIn(all).every(result => /^[^=]*=\s*pass\b/.test(result) && /\bheader\.from\s*=\s*(\S+)/.exec(result)?.[1] === domain)
}

/**
 * The lines of that server's last turn, and those that only it can have written. Where it writes below its own Received,
 * or the next one is missing, the sender's own lines follow its lines directly: then only the first is certain.
 */
function topmost(trace: Trace, authserv: string): { certain: string[]; all: string[] } {
  const isReceived = ({ name }: Trace[number]) => name === 'received'
  const isIts = ({ name, value }: Trace[number]) => name === 'authentication-results' && bare(value).split(/[;\s]/, 1)[0]?.toLowerCase() === authserv
  const first = trace.findIndex(isIts)
  if (first < 0) return { certain: [], all: [] }
  const length = trace.slice(first).findIndex(isReceived)
  const all = trace.slice(first, length < 0 ? undefined : first + length).filter(isIts).map(({ value }) => value)
  const isBounded = length > 0 && !trace.slice(0, first).some(isReceived)
  return { all, certain: isBounded ? all : all.slice(0, 1) }
}

const dmarcIn = (lines: string[]): string[] =>
  lines.flatMap(line => bare(line).split(';').slice(1).map(part => part.trim().toLowerCase()).filter(part => /^dmarc\s*(?:\/\s*\d+\s*)?=/.test(part)))

/** Comments and quoted words may hold anything, semicolons and results of others too. */
function bare(line: string): string {
  let [text, depth, quoted] = ['', 0, false]
  for (const character of line.replace(/\\./g, '')) {
    if (character === '"' && depth === 0) quoted = !quoted
    else if (character === '(' && !quoted) depth += 1
    else if (character === ')' && !quoted) depth = Math.max(depth - 1, 0)
    else if (depth === 0 && !quoted) text += character
  }
  return text.trim()
}
