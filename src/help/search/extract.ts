import type { SafeHtml } from '../../web/markdown/index.ts'

const length = 220
/** Signs that stand before the first word found. */
const before = 60
const placesAtMost = 60
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const accented: Record<string, string> = { à: 'a', á: 'a', â: 'a', ã: 'a', ä: 'a', å: 'a', ç: 'c', è: 'e', é: 'e', ê: 'e', ë: 'e', ì: 'i', í: 'i', î: 'i', ï: 'i', ñ: 'n', ò: 'o', ó: 'o', ô: 'o', õ: 'o', ö: 'o', ù: 'u', ú: 'u', û: 'u', ü: 'u' }
const ofWord = /[\p{L}\p{N}\p{M}]/u
/** Letters that a language adds to a stem. */
const endingAtMost = 4

/** The part of a text where most of the words stand, as HTML of nothing but escaped words and <mark>. */
export function extractOf(text: string, stems: string[]): SafeHtml {
  const found = placesOf(text, stems)
  const start = startOf(text, bestOf(found))
  const end = endOf(text, start + length)
  const marks = found.filter(({ from, to }) => from >= start && to <= end)
  return `${start > 0 ? '… ' : ''}${marked(text, start, end, marks)}${end < text.length ? ' …' : ''}` as SafeHtml
}

interface Place { stem: string; from: number; to: number }

/** Where words stand that begin with a stem, which PostgreSQL cuts from the ends of words: in small letters, without accents, with an i where y was. */
function placesOf(text: string, stems: string[]): Place[] {
  const plain = folded(text)
  const places = stems.flatMap(stem => {
    const found: Place[] = []
    const beginning = stem.length > 2 ? stem.replace(/i$/, '') : stem
    for (let from = plain.indexOf(beginning); from !== -1 && found.length < placesAtMost; from = plain.indexOf(beginning, from + 1)) {
      const to = endOfWord(plain, from + beginning.length)
      if (isWord(plain, stem, from, to)) found.push({ stem, from, to })
    }
    return found
  })
  return places.toSorted((a, b) => a.from - b.from || b.to - a.to).filter(({ from }, at, all) => at === 0 || from >= (all[at - 1]?.to ?? 0)).slice(0, placesAtMost)
}

function isWord(plain: string, stem: string, from: number, to: number): boolean {
  const rest = stem.length < 3 ? 0 : endingAtMost
  return to - from >= stem.length && to - from <= stem.length + rest && !ofWord.test(plain.charAt(from - 1)) && (!stem.endsWith('i') || /[iy]/.test(plain.charAt(from + stem.length - 1)))
}

function endOfWord(plain: string, from: number): number {
  let to = from
  while (to < plain.length && ofWord.test(plain.charAt(to))) to++
  return to
}

/** In small letters without accents, each at the place where it was. */
function folded(text: string): string {
  const small = text.toLowerCase()
  const same = small.length === text.length ? small : text
  return /[à-ü]/.test(same) ? same.replace(/[à-ü]/g, letter => accented[letter] ?? letter) : same
}

function marked(text: string, start: number, end: number, marks: Place[]): string {
  let at = start
  const parts = marks.map(({ from, to }) => {
    const part = `${escaped(text.slice(at, from))}<mark>${escaped(text.slice(from, to))}</mark>`
    at = to
    return part
  })
  return [...parts, escaped(text.slice(at, end))].join('').replace(/\s+/g, ' ')
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => entities[sign] ?? '')

/** Where most different words stand together. */
function bestOf(found: Place[]): number {
  let best = found[0]
  let most = 0
  for (const [index, { from }] of found.entries()) {
    const near = found.slice(index).filter(place => place.from < from + length - before)
    const count = new Set(near.map(({ stem }) => stem)).size
    if (count > most) [best, most] = [found[index], count]
  }
  return best?.from ?? 0
}

function startOf(text: string, at: number): number {
  if (at <= before) return 0
  const space = text.slice(at - before, at).search(/\s/)
  return space === -1 ? at : at - before + space + 1
}

function endOf(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.slice(0, at).lastIndexOf(' ')
  return space === -1 || at - space > 40 ? at : space
}
