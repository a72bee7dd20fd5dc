import { t } from '../web/i18n.ts'
import type { Option, Select } from '../web/views.ts'
import { priorities, statuses } from './rules.ts'
import { statusWords } from './sentences.ts'
import type { Category } from './store/categories.ts'
import type { Sort } from './store/keyset.ts'
import type { Selection } from './store/list.ts'
import type { Filters } from './views.ts'

/** What one can choose from, in words. */
const any = (): Option => ({ value: 'any', label: t('filters.any') })
const scores = ['5', '4', '3', '2', '1'] as const

export const statusOptions = (desk = false): Option[] => statuses.map(value => ({ value, label: statusWords(value, desk) }))

export const priorityOptions = (): Option[] => priorities.map(value => ({ value, label: t(`priority.${value}`), hint: t(`priority-ask.${value}`) }))

export const scoreOptions = (): Option[] => scores.map(value => ({ value, label: t(`rating.score-${value}`) }))

export const purposeOptions = (): Option[] => [{ value: 'help', label: t('tickets.purpose-help') }, { value: 'thanks', label: t('tickets.purpose-thanks') }]

/** Categories for a form, where nothing is chosen beforehand. */
export function categoryOptions(categories: Category[]): Option[] {
  const options = categories.map(({ slug, name, description }) => ({ value: slug, label: description === null ? name : `${name} (${description})` }))
  return [{ value: 'none', label: t('tickets.choose') }, ...options]
}

interface Differences { sorts?: Sort[]; needs?: string; more?: Select[]; desk?: boolean }

/** The lists above a list of tickets; `more` come between the others and the order. */
export function filtersFor(path: string, selection: Selection, categories: Category[], differences: Differences = {}): Filters {
  const { sorts = ['activity', 'opened', 'priority'], needs = t('filters.needs-me'), more = [], desk = false } = differences
  return {
    path, needs,
    selects: [
      { name: 'status', label: t('filters.status'), options: [any(), ...statusOptions(desk)], selected: selection.status },
      { name: 'priority', label: t('filters.priority'), options: [any(), ...priorities.toReversed().map(value => ({ value, label: t(`priority.${value}`) }))], selected: selection.priority },
      { name: 'category', label: t('filters.category'), options: [any(), ...categories.map(({ slug, name }) => ({ value: slug, label: name }))], selected: selection.category },
      ...more,
      { name: 'sort', label: t('filters.sort'), options: sorts.map(value => ({ value, label: t(`sort.${value}`) })), selected: selection.sort },
    ],
  }
}
