import { withQuery } from '../web/next.ts'
import { priorities, statuses } from './rules.ts'
import { isCursor, sorts, type Sort } from './store/keyset.ts'
import type { Selection, TicketList } from './store/list.ts'

const queryAtMost = 200
/** What of an address is a list's state. */
export const selectionParts = ['q', 'status', 'priority', 'category', 'needs', 'whose', 'assigned', 'sort', 'after'] as const satisfies (keyof Selection)[]

/** Reads a list's state out of its address. What makes no sense is taken as not said. */
export function readSelection(query: unknown, fallback: Sort = 'activity'): Selection {
  const said = (query ?? {}) as Record<string, unknown>
  const text = (name: string) => typeof said[name] === 'string' ? said[name].trim().replaceAll('\0', '').slice(0, queryAtMost) : ''
  const one = <Value extends string>(name: string, values: readonly Value[]): Value | '' => values.find(value => value === text(name)) ?? ''
  const sort = one('sort', sorts) || fallback
  return {
    q: text('q'),
    status: one('status', statuses),
    priority: one('priority', priorities),
    category: text('category') === 'any' ? '' : text('category'),
    needs: text('needs') === '1',
    whose: one('whose', ['shared']),
    assigned: one('assigned', ['me', 'nobody']),
    sort,
    after: isCursor(text('after'), sort) ? text('after') : '',
  }
}

/** The address of a list in that state. */
export function addressOf(path: string, { needs, sort, ...rest }: Partial<Selection>): string {
  return withQuery(path, { ...rest, needs: needs === true ? '1' : '', sort: sort ?? '' })
}

/** True where the list shows less than everything. */
export function isNarrowed({ q, status, priority, category, needs, whose, assigned }: Selection): boolean {
  return needs || [q, status, priority, category, whose, assigned].some(value => value !== '')
}

/** Where the first and the next page of a list are, if there are such. */
export function pageLinks(path: string, selection: Selection, { next }: Pick<TicketList, 'next'>) {
  return {
    first: selection.after === '' ? undefined : addressOf(path, { ...selection, after: '' }),
    next: next === undefined ? undefined : addressOf(path, { ...selection, after: next }),
  }
}
