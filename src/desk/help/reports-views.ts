import type { foundNothing, unreviewed, Unhelpful } from './store.ts'

type LineOf<List extends (...args: never[]) => Promise<unknown[]>> = Awaited<ReturnType<List>>[number]

export interface Report<Line> {
  lines: Line[]
  previous: string | undefined
  next: string | undefined
  /** Where the whole list is, if this is its beginning. */
  all: string | undefined
}

/** Undefined are lists that are not shown. */
export interface ReportsView {
  /** The one list that is shown alone. */
  only: string | undefined
  searches: Report<LineOf<typeof foundNothing>> | undefined
  votes: Report<Unhelpful> | undefined
  reviews: Report<LineOf<typeof unreviewed>> | undefined
}

declare module '../../web/views.ts' {
  interface Views {
    'desk/help/reports': ReportsView
    'desk/help/_report-foot': { report: Report<unknown>; title: string }
  }
}
