import { partsOf, type Part } from './blocks.ts'
import { codeSpans } from './code-spans.ts'

/** Where in a text an address stands that a link or picture leads to. */
export interface Link { start: number; end: number; address: string; html: boolean }

/** How far ahead is looked for the end of anything: nothing sane is longer, and hostile text costs no more. */
const sight = 2_000
const tag = /<(?:a|img)\s(?:[^<>"']|"[^"]*"|'[^']*')*>/iy
const attribute = /\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/gi
const afterAddress = /^(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)/s

/** The addresses of a Markdown text's links, pictures and HTML, in their order; none in code or comments. */
export function linksOf(text: string): Link[] {
  const finder = new Finder(text)
  for (const part of partsOf(text)) finder.search(part)
  return finder.links
}

class Finder {
  readonly links: Link[] = []
  readonly #text: string
  /** Comments reach over blocks. */
  #resume = 0
  /** `<pre>` at the beginning of a line: what stands in it is no Markdown. */
  #pre = false
  #noComment = false

  constructor(text: string) {
    this.#text = text
  }

  search({ start, end }: Part): void {
    const spans = codeSpans(this.#text, start, end)
    let open = 0
    let span = 0
    for (let at = Math.max(start, this.#resume); at < end;) {
      const sign = this.#text[at]
      while ((spans[span]?.start ?? end) < at) span++
      if (spans[span]?.start === at) at = spans[span]?.end ?? end
      else if (sign === '\\') at += 2
      else if (sign === '<') at = this.#angle(at)
      else if (sign === '[') { open++; at++ }
      else if (sign === ']' && open > 0) { open--; at = this.#closing(at, end) }
      else at++
      if (at > end) this.#resume = at
    }
  }

  #angle(at: number): number {
    const ahead = this.#text.slice(at, at + sight)
    if (ahead.startsWith('<!--')) return this.#comment(at)
    if (/^<\/?(?:pre|script|style)\b/i.test(ahead)) this.#pre = ahead[1] !== '/'
    tag.lastIndex = 0
    const whole = tag.exec(ahead)?.[0]
    if (whole === undefined) return at + 1
    for (const found of whole.matchAll(attribute)) {
      const address = found[1] ?? found[2] ?? found[3] ?? ''
      const end = at + found.index + found[0].length - (found[3] === undefined ? 1 : 0)
      this.links.push({ start: end - address.length, end, address, html: true })
    }
    return at + whole.length
  }

  #comment(at: number): number {
    const end = this.#noComment ? -1 : this.#text.indexOf('-->', at)
    this.#noComment = end === -1
    return end === -1 ? at + 4 : end + 3
  }

  /** After a closing bracket: the address of a link in parentheses, or of a reference behind a colon. */
  #closing(at: number, end: number): number {
    const next = this.#text[at + 1]
    if (this.#pre) return at + 1
    if (next === '(') return this.#address(at + 2, end, true)
    return next === ':' && this.#beginsLine(at) ? this.#address(at + 2, end, false) : at + 1
  }

  #address(from: number, end: number, inParentheses: boolean): number {
    const ahead = this.#text.slice(from, Math.min(end, from + sight))
    const gap = /^[ \t]*\n?[ \t]*/.exec(ahead)?.[0].length ?? 0
    const pointed = /^<((?:[^<>\\\n]|\\.)*)>/.exec(ahead.slice(gap))
    const address = pointed?.[1] ?? bare(ahead.slice(gap))
    const start = gap + (pointed === null ? 0 : 1)
    const after = ahead.slice(start + address.length + (pointed === null ? 0 : 1))
    if (address === '' || (inParentheses ? !afterAddress.test(after) : !/^\s|^$/.test(after))) return from
    this.links.push({ start: from + start, end: from + start + address.length, address, html: false })
    return from + start + address.length
  }

  /** `[name]:` stands alone before its address; `[^1]:` is a footnote. */
  #beginsLine(at: number): boolean {
    const line = this.#text.slice(Math.max(0, at - 1_000), at + 1)
    return /(?:^|\n)[\s>]*\[(?!\^)(?:[^[\]\\\n]|\\.)+\]$/.test(line.slice(line.lastIndexOf('\n') + 1))
  }
}

/** An address without spaces, with as many parentheses closed as opened; nobody nests more than a few. */
function bare(ahead: string): string {
  let depth = 0
  let at = 0
  for (; at < ahead.length && depth <= 9; at++) {
    const sign = ahead.charCodeAt(at)
    if (sign <= 0x20) break
    if (sign === 0x5c) at++
    else if (sign === 0x28) depth++
    else if (sign === 0x29 && --depth < 0) break
  }
  return depth > 9 ? '' : ahead.slice(0, at)
}
