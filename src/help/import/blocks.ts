/** A stretch of text in which links may stand: no code block, and not parted by anything that a link cannot reach over. */
export interface Part { start: number; end: number; /** Of a heading. */ level?: number }

interface Fence { sign: string; length: number; base: number; depth: number }
interface Line { start: number; end: number; at: number; indent: number; depth: number; text: string }

const quote = / {0,3}>[ ]?/y
const fenceOpening = /^(?:(`{3,})[^`]*|(~{3,}).*)$/
const marker = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/
const rule = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
const heading = /^(#{1,6})(?:[ \t]|$)/
const underline = /^(?:=+|-+)[ \t]*$/

/** Finds the parts of a Markdown text that are not code, in one go and in time that grows with the text alone. */
export function partsOf(text: string): Part[] {
  const scanner = new Scanner()
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    scanner.take(depth => lineAt(text, start, end, depth))
    start = end + 1
  }
  return scanner.parts
}

/** The line without the signs of quotations before it: of so many at most, for in code `>` is only a sign. */
function lineAt(text: string, start: number, end: number, depthAtMost: number): Line {
  const whole = text.slice(start, end)
  let length = 0
  let depth = 0
  for (; depth < depthAtMost; depth++) {
    quote.lastIndex = length
    const sign = quote.exec(whole)?.[0]
    if (sign === undefined) break
    length += sign.length
  }
  return unindented({ start, end, at: start + length, indent: 0, depth, text: whole.slice(length) })
}

/** With the white space before the text counted and taken off; a tab reaches to the next fourth column. */
function unindented(line: Line): Line {
  let { indent } = line
  let length = 0
  for (const sign of line.text) {
    if (sign !== ' ' && sign !== '\t') break
    indent += sign === ' ' ? 1 : 4 - indent % 4
    length++
  }
  return { ...line, indent, at: line.at + length, text: line.text.slice(length).trimEnd() }
}

class Scanner {
  readonly parts: Part[] = []
  /** The columns at which the contents of the list items begin that we are in. */
  #items: number[] = []
  #fence: Fence | undefined
  #part: Part | undefined
  #depth = 0

  take(read: (depthAtMost: number) => Line): void {
    if (this.#fence !== undefined && this.#inFence(read(this.#fence.depth), this.#fence)) return
    const line = read(Infinity)
    if (line.depth !== this.#depth && line.text !== '') this.#end()
    this.#depth = line.depth
    if (line.text === '') return this.#end()
    this.#leaveItems(line)
    this.#block(line)
  }

  #inFence(line: Line, fence: Fence): boolean {
    const left = line.depth < fence.depth || (line.text !== '' && line.indent < fence.base)
    if (left) this.#fence = undefined
    else if (line.indent < fence.base + 4 && closes(line.text, fence)) this.#fence = undefined
    return !left
  }

  #leaveItems({ indent, text }: Line): void {
    const lazy = this.#part !== undefined && !marker.test(text) && !fenceOpening.test(text) && !heading.test(text)
    if (lazy) return
    while (indent < (this.#items.at(-1) ?? 0)) this.#items.pop()
  }

  #block(line: Line): void {
    const base = this.#items.at(-1) ?? 0
    if (line.indent >= base + 4 && this.#part === undefined) return
    const [, ticks, tildes] = line.indent < base + 4 ? fenceOpening.exec(line.text) ?? [] : []
    const fence = ticks ?? tildes
    if (fence !== undefined) return this.#open({ sign: fence.charAt(0), length: fence.length, base, depth: line.depth })
    if (this.#part !== undefined && underline.test(line.text)) return this.#underlined(line)
    if (rule.test(line.text)) return this.#end()
    const item = marker.exec(line.text)?.[0]
    if (item !== undefined) return this.#item(line, item.length)
    this.#words(line)
  }

  #open(fence: Fence): void {
    this.#end()
    this.#fence = fence
  }

  #underlined({ end, text }: Line): void {
    if (this.#part !== undefined) Object.assign(this.#part, { end, level: text.startsWith('=') ? 1 : 2 })
    this.#end()
  }

  /** What stands behind the marker is a block again, in the item. */
  #item(line: Line, length: number): void {
    this.#end()
    const rest = unindented({ ...line, at: line.at + length, indent: line.indent + length, text: line.text.slice(length) })
    const gap = rest.indent - line.indent - length
    const base = line.indent + length + (rest.text === '' || gap > 4 ? 1 : gap)
    if (this.#items.length < 100) this.#items.push(base)
    if (rest.text !== '') this.#block(rest)
  }

  #words({ start, end, at, text }: Line): void {
    const level = heading.exec(text)?.[1]?.length
    if (level !== undefined) {
      this.#end()
      this.parts.push({ start: at, end, level })
    } else if (this.#part === undefined) this.parts.push(this.#part = { start: Math.max(start, at), end })
    else this.#part.end = end
  }

  #end(): void {
    this.#part = undefined
  }
}

function closes(text: string, { sign, length }: Fence): boolean {
  return text.length >= length && text === sign.repeat(text.length)
}
