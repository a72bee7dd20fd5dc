import { publications } from '../../../help/index.ts'
import { withQuery } from '../../../web/next.ts'
import { isUuid } from '../../../web/submissions.ts'

export const states = [...publications, 'scheduled', 'unreviewed'] as const
type ListState = (typeof states)[number]

/** The whole state of the list's address. */
export interface ArticleSelection { q: string; status: ListState | ''; category: string; language: string; after: string }

/** Reads the list's state out of its address. What makes no sense is taken as not said. */
export function readSelection(query: unknown): ArticleSelection {
  const said = (query ?? {}) as Record<string, unknown>
  const text = (name: string) => typeof said[name] === 'string' ? said[name].trim().replaceAll('\0', '').toWellFormed().slice(0, 200) : ''
  const chosen = (name: string) => text(name) === 'any' ? '' : text(name)
  return { q: text('q'), status: states.find(state => state === text('status')) ?? '', category: chosen('category'), language: chosen('language'), after: isCursor(text('after')) ? text('after') : '' }
}

export const addressOf = (selection: Partial<ArticleSelection>): string => withQuery('/desk/help/articles', selection)
export const isNarrowed = ({ q, status, category, language }: ArticleSelection): boolean => [q, status, category, language].some(text => text !== '')

function isCursor(text: string): boolean {
  const [micros = '', id = ''] = text.split('.')
  return /^\d{1,17}$/.test(micros) && isUuid(id)
}
