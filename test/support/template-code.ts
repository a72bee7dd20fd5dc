import { Eta } from 'eta'

/** TypeScript that says what a template does, each line with the line of the template it comes from. */
export interface TemplateCode {
  text: string
  /** By line of `text`, counted from 1. */
  origin: number[]
}

const eta = new Eta()

/** Turns a template into a function of its data, for the compiler to read. */
export function templateCode(source: string, head: string[]): TemplateCode {
  const lines = head.map(text => ({ text, from: 1 }))
  let end = 0
  for (const part of eta.parse(source)) {
    if (typeof part === 'string') continue
    const start = source.indexOf(part.val, end)
    end = start + part.val.length
    const from = source.slice(0, start).split('\n').length
    statement(part.t, part.val).split('\n').forEach((text, line) => lines.push({ text, from: from + line }))
  }
  lines.push({ text: '}', from: source.split('\n').length })
  return { text: lines.map(({ text }) => text).join('\n'), origin: [0, ...lines.map(({ from }) => from)] }
}

function statement(kind: string, code: string): string {
  if (kind === 'e') return code
  return `${kind === 'r' ? 'raw' : 'text'}(${code})`
}
