import type { FieldKind, Publication, Visibility } from '../db/schema.ts'
import { isStaff, type Viewer } from '../db/visible.ts'

export const publications = ['draft', 'published', 'archived'] as const satisfies Publication[]
export const visibilities = ['everyone', 'customers', 'staff'] as const satisfies Visibility[]
export const fieldKinds = ['text', 'long text', 'choice', 'checkbox', 'date', 'number'] as const satisfies FieldKind[]

/** What can be wrong with a text that did not help. */
export const reasons = ['outdated', 'unanswered', 'unclear', 'failed', 'other'] as const
export type Reason = (typeof reasons)[number]

/** Languages whose words PostgreSQL knows how to stem; an article in any other is searched by its plain words. */
export const stemmed: Record<string, string> = { en: 'english', de: 'german', fr: 'french', es: 'spanish' }

/** Which visibilities are for this reader; `null` is a visitor. */
export function visibleTo(viewer: Viewer | null): Visibility[] {
  if (viewer === null) return ['everyone']
  return isStaff(viewer) ? [...visibilities] : ['everyone', 'customers']
}

const wordsAMinute = 220

/** Minutes that an article takes to read, at least one. */
export const readingMinutes = (words: number): number => Math.max(1, Math.round(words / wordsAMinute))
