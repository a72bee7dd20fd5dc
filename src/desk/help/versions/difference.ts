import { diffArrays, diffLines } from 'diff'

/** A piece of a line: in both texts, only in the newer, or only in the older. */
interface Piece { kind: 'same' | 'added' | 'removed'; text: string }
/** A line with what changed in it; or how many lines were left out, as nothing changed there or there is too much of it. */
export type Line = { kind: 'line'; pieces: Piece[] } | { kind: 'same' | 'more'; count: number }

const context = 2
const linesAtMost = 1_000
/** Milliseconds: two texts that have nothing in common are not compared for ever. */
const patience = 150
/** Less than this in common, and two readings side by side are easier than one mixed of both. */
const alike = 0.4

/** What changed between two texts, line by line, and word by word where a line was only reworded. */
export function difference(before: string, after: string): Line[] {
  const until = performance.now() + patience
  const [older, newer] = [ended(before), ended(after)]
  const changes = diffLines(older, newer, { timeout: patience }) ?? [{ removed: true, added: false, value: older }, { removed: false, added: true, value: newer }]
  const lines: Piece[][] = []
  for (let at = 0; at < changes.length; at += 1) {
    const [one, next] = [changes[at], changes[at + 1]]
    if (one === undefined) continue
    if (one.removed && next?.added) {
      lines.push(...reworded(one.value, next.value, until))
      at += 1
    } else {
      lines.push(...linesOf([{ kind: one.added ? 'added' : one.removed ? 'removed' : 'same', text: one.value }]))
    }
  }
  return shortened(lines)
}

/** The last line is a line like any other, whether it has an end or not. */
const ended = (text: string): string => text === '' || text.endsWith('\n') ? text : `${text}\n`

function reworded(before: string, after: string, until: number): Piece[][] {
  const words = diffArrays(wordsOf(before), wordsOf(after), { timeout: Math.max(until - performance.now(), 1) })
  const pieces = words?.map(({ added, removed, value }): Piece => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }))
  const same = pieces?.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.trim().length, 0) ?? 0
  if (pieces !== undefined && same >= alike * Math.min(before.trim().length, after.trim().length)) return linesOf(grouped(pieces))
  return [...linesOf([{ kind: 'removed', text: before }]), ...linesOf([{ kind: 'added', text: after }])]
}

/** Words of any script; where none stands between them, each sign; and all else one by one. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}_]+|\s|[^\p{L}\p{N}\p{M}_\s]/gu
const wordsOf = (text: string): string[] => text.match(word) ?? []

/** Words that changed one after the other are read as one change: all that went, then all that came. */
function grouped(pieces: Piece[]): Piece[] {
  const groups: Piece[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed !== '') groups.push({ kind: 'removed', text: removed })
    if (added !== '') groups.push({ kind: 'added', text: added })
    removed = added = ''
  }
  for (const [at, { kind, text }] of pieces.entries()) {
    const between = kind === 'same' && /^[^\S\n]+$/.test(text) && removed !== '' && added !== '' && at < pieces.length - 1
    if (kind === 'removed' || between) removed += text
    if (kind === 'added' || between) added += text
    if (kind === 'same' && !between) {
      flush()
      groups.push({ kind, text })
    }
  }
  flush()
  return groups
}

function linesOf(pieces: Piece[]): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const { kind, text } of pieces) {
    text.split('\n').forEach((part, at) => {
      if (at > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ kind, text: part })
    })
  }
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines
}

const isSame = (line: Piece[] | undefined): boolean => line?.every(({ kind }) => kind === 'same') ?? true

/** Of what is the same, only the nearest lines stay. */
function shortened(lines: Piece[][]): Line[] {
  const near = new Set(lines.flatMap((line, at) => isSame(line) ? [] : Array.from({ length: 2 * context + 1 }, (_, step) => at - context + step)))
  const short: Line[] = []
  for (const [at, pieces] of lines.entries()) {
    const last = short.at(-1)
    if (near.has(at)) short.push({ kind: 'line', pieces })
    else if (last?.kind === 'same') last.count += 1
    else short.push({ kind: 'same', count: 1 })
    if (short.length === linesAtMost) return [...short, { kind: 'more', count: lines.length - at - 1 }]
  }
  return near.size === 0 ? [] : short
}
