import { sql, type ExpressionBuilder } from 'kysely'
import type { Database } from '../../db/schema.ts'

export const sorts = ['activity', 'opened', 'priority', 'waiting'] as const
/** Latest activity first, newest first, most urgent first, or waiting longest for us first. */
export type Sort = (typeof sorts)[number]

interface Place { reference: number; priority_rank: number; last_activity_at: Date; waiting_since: Date | null }

/** Where a row stands in an order, as a page's address carries it: times in milliseconds, the reference last. */
export function cursorOf(row: Place, sort: Sort): string {
  const time = String(row.last_activity_at.getTime())
  const parts = { activity: [time], opened: [], priority: [String(row.priority_rank), time], waiting: [String(row.waiting_since?.getTime() ?? 0)] }
  return [...parts[sort], row.reference].join('.')
}

const lengths: Record<Sort, number> = { activity: 2, opened: 1, priority: 3, waiting: 2 }

export function isCursor(text: string, sort: Sort): boolean {
  const parts = text.split('.')
  return parts.length === lengths[sort] && parts.every(part => /^\d{1,15}$/.test(part)) && (sort !== 'priority' || /^[1-4]\./.test(text))
}

/** True for the rows that come after the cursor in that order. */
export function beyond(it: ExpressionBuilder<Database, 'tickets'>, sort: Sort, cursor: string) {
  const numbers = cursor.split('.').map(Number)
  const reference = numbers.at(-1) ?? 0
  const time = new Date(numbers.at(-2) ?? 0)
  if (sort === 'opened') return it('reference', '<', reference)
  if (sort === 'activity') return sql<boolean>`(last_activity_at, reference) < (${time}, ${reference})`
  if (sort === 'waiting') return sql<boolean>`(waiting_since, reference) > (${time}, ${reference})`
  return sql<boolean>`(priority_rank, last_activity_at, reference) < (${numbers[0] ?? 0}, ${time}, ${reference})`
}
