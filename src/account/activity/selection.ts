import { activityGroups, activityTimes, type ActivitySelection, type ActivityTime } from '../../activity/index.ts'
import { t } from '../../web/i18n.ts'
import { withQuery } from '../../web/next.ts'
import type { Select } from '../../web/views.ts'

const times = Object.keys(activityTimes) as ActivityTime[]

/** Reads the page's state out of its address. What makes no sense is taken as not said. */
export function readSelection(query: unknown): ActivitySelection {
  const said = (query ?? {}) as Record<string, unknown>
  const one = <Value extends string>(name: string, values: readonly Value[]): Value | '' => values.find(value => value === said[name]) ?? ''
  const after = typeof said['after'] === 'string' && /^\d{1,15}$/.test(said['after']) ? said['after'] : ''
  return { group: one('group', activityGroups), time: one('time', times), after }
}

export const addressOf = (path: string, selection: ActivitySelection): string => withQuery(path, { ...selection })

export const isNarrowed = ({ group, time, after }: ActivitySelection): boolean => [group, time, after].some(value => value !== '')

export function filtersFor({ group, time }: ActivitySelection): Select[] {
  const any = { value: 'any', label: t('filters.any') }
  return [
    { name: 'group', label: t('activity.group'), selected: group, options: [any, ...activityGroups.map(value => ({ value, label: t(`activity.group-${value}`) }))] },
    { name: 'time', label: t('activity.time'), selected: time, options: [any, ...times.map(value => ({ value, label: t(`activity.time-${value}`) }))] },
  ]
}
