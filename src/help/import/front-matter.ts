import { parse } from 'yaml'

interface Split {
  properties: Record<string, unknown>
  text: string
  /** What was wrong with the front matter; what could be made out of it is in the properties all the same. */
  problem?: string
}

const longest = 64_000

/** Parts what stands above a text, between `---` (YAML) or `+++` (TOML), from the text. What is no front matter stays in the text. */
export function splitFrontMatter(whole: string): Split {
  const [, fence] = /^(---|\+\+\+)[ \t]*\n/.exec(whole) ?? []
  if (fence === undefined) return { properties: {}, text: whole }
  const start = whole.indexOf('\n') + 1
  const closing = fence === '---' ? /^(?:---|\.\.\.)[ \t]*(?:\n|$)/m : /^\+\+\+[ \t]*(?:\n|$)/m
  const end = closing.exec(whole.slice(start, start + longest))
  if (end === null) return { properties: {}, text: whole }
  const inside = whole.slice(start, start + end.index)
  const text = whole.slice(start + end.index + end[0].length)
  return fence === '---' ? yaml(inside, text, whole) : { properties: byLines(inside, '='), text }
}

function yaml(inside: string, text: string, whole: string): Split {
  try {
    const properties: unknown = parse(inside, { uniqueKeys: false, logLevel: 'error' }) ?? {}
    // Two lines across a page are no front matter.
    return isRecord(properties) ? { properties, text } : { properties: {}, text: whole }
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n')
    return { properties: byLines(inside, ':'), text, problem: `the front matter is broken: ${reason.slice(0, 200)}` }
  }
}

/** The plain `name: value` lines, for what no parser could read as a whole. */
function byLines(inside: string, sign: ':' | '='): Record<string, unknown> {
  const lines = inside.split('\n').map(line => /^([A-Za-z]\w*)[ \t]*([:=])[ \t]*(\S.*)$/.exec(line))
  return Object.fromEntries(lines.flatMap(found => found !== null && found[2] === sign ? [[found[1] ?? '', valueOf(found[3] ?? '')]] : []))
}

function valueOf(written: string): unknown {
  const text = written.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
