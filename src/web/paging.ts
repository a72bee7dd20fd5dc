import { withQuery } from './next.ts'

/** Which page of a list is asked for; the first where that says none. */
export const pageIn = (said: unknown): number => typeof said === 'string' && /^[1-9]\d{0,3}$/.test(said) ? Number(said) : 1

/** Where a page of a list is. */
export const pageAddress = (path: string, page: number, query: Record<string, string> = {}): string =>
  withQuery(path, { ...query, page: page > 1 ? String(page) : '' })

/** The pages beside one, as far as there are any. */
export const pagesBeside = (path: string, page: number, more: boolean, query?: Record<string, string>): { previous: string | undefined; next: string | undefined } => ({
  previous: page > 1 ? pageAddress(path, page - 1, query) : undefined,
  next: more ? pageAddress(path, page + 1, query) : undefined,
})
