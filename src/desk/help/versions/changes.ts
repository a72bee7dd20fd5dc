import { difference, type Line } from './difference.ts'

interface Text { title: string; summary: string; content: string }
/** What changed in one part of a text. */
export interface Change { part: keyof Text; lines: Line[] }

const parts = ['title', 'summary', 'content'] as const

/** What changed between two readings of an article, without the parts that stayed as they were. */
export function changesBetween(before: Text | undefined, after: Text): Change[] {
  return parts.map(part => ({ part, lines: difference(before?.[part] ?? '', after[part]) })).filter(({ lines }) => lines.length > 0)
}
