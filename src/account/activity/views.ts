import type { Select } from '../../web/views.ts'

/** One line of what happened; browser and address are '' where nobody's browser did it. */
export interface HappenedLine { sentence: string; browser: string; address: string; at: Date }

export interface ActivityView {
  lines: HappenedLine[]
  filters: Select[]
  narrowed: boolean
  links: { csv: string; first: string | undefined; next: string | undefined }
}

declare module '../../web/views.ts' {
  interface Views {
    'account/activity': ActivityView
    'account/_activity-list': ActivityView
  }
}
