import { priorities } from '../../tickets/index.ts'
import { t } from '../../web/i18n.ts'
import { inWords, nameOf } from './answers.ts'
import type { Place } from './arrive.ts'
import { chosenCategory } from './steps.ts'

/** One answer as it is read again before it is sent, and the page that it can be changed on. */
export interface Row { question: string; answer: string; step: string }

/** What was chosen, page by page; what was written in one's own words stands apart. */
export function reviewOf({ steps, answers, categories }: Place): Row[] {
  const priority = priorities.find(known => known === answers['priority'])
  return steps.flatMap(({ name, fields }): Row[] => {
    if (name === 'about') return [{ question: t('guide.ask-about'), answer: categories.find(({ slug }) => slug === answers['about'])?.name ?? '', step: name }]
    if (name === 'exactly') return [{ question: t('guide.ask-exactly'), answer: finerName({ answers, categories }), step: name }]
    if (name === 'priority') return priority === undefined ? [] : [{ question: t('tickets.priority-label'), answer: t('layout.pair', { name: t(`priority.${priority}`), value: t(`priority-ask.${priority}`) }), step: name }]
    return fields.map(field => ({ question: field.label, answer: inWords(field, answers[nameOf(field)] ?? '') || t('guide.no-answer'), step: name }))
  })
}

function finerName({ answers, categories }: Pick<Place, 'answers' | 'categories'>): string {
  const chosen = chosenCategory(categories, answers)
  return chosen === undefined || chosen.slug === answers['about'] ? t('guide.none-fits') : chosen.name
}
