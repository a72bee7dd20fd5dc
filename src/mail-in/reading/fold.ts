import EmailReplyParser from 'email-reply-parser'
import type { Folded } from './types.ts'

/** The library goes through a text many times. */
const longest = 200_000

/**
 * Parts what somebody wrote from what their program quoted. The library only says where: each character of
 * the mail stands in the one or the other. May take long on hostile text: run it in the thread.
 */
export function fold(text: string): Folded {
  const whole = { text: text.trim(), quoted: '' }
  if (text.length > longest) return whole
  const pieces = piecesOf(text)
  if (pieces === undefined) return whole

  while (pieces.at(-1)?.hidden === true) pieces.pop()
  // An answer below what it answers; one between the lines of it stays as it is.
  const first = pieces.findIndex(({ hidden }) => !hidden)
  const below = first > 0 && pieces.slice(first).every(({ hidden }) => !hidden)
  const [start, end] = [below ? pieces[first]?.start ?? 0 : 0, pieces.at(-1)?.end ?? 0]
  const own = text.slice(start, end).trim()
  if (own === '') return whole
  return { text: own, quoted: [text.slice(0, start), text.slice(end)].map(part => part.replace(/^\s*\n|\s+$/g, '')).filter(part => part !== '').join('\n\n') }
}

interface Piece { start: number; end: number; hidden: boolean }

/** Where each fragment lies in the text; undefined where the library made something else of it than it was. */
function piecesOf(text: string): Piece[] | undefined {
  const pieces: Piece[] = []
  let at = 0
  for (const fragment of new EmailReplyParser().read(text).getFragments()) {
    const start = at
    for (const character of fragment.getContent().replace(/\s+/g, '')) {
      while (/\s/.test(text[at] ?? '')) at += 1
      if (!text.startsWith(character, at)) return undefined
      at += character.length
    }
    pieces.push({ start, end: at, hidden: fragment.isHidden() })
  }
  return text.slice(at).trim() === '' ? pieces : undefined
}
