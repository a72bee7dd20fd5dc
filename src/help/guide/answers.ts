import type { CategoryField, CustomField } from '../../db/schema.ts'
import { t } from '../../web/i18n.ts'
import { markdownLimit } from '../../web/markdown/index.ts'

/** What was said so far, by the names of the inputs. */
export type Answers = Record<string, string>

export const nameOf = ({ key }: Pick<CategoryField, 'key'>): string => `field-${key}`

const longest = { 'text': 500, 'long text': 4_000, 'choice': 100, 'checkbox': 3, 'date': 10, 'number': 40 }
const hidden = /[\p{Cc}\u2028\u2029]/u
const number = /^[-−]?\d{1,3}(?:[\d ’',.]{0,20}\d)?$/

/** The answer as it is kept: a box that is not ticked says no. */
export function typedAnswer(field: CategoryField, form: URLSearchParams | undefined): string {
  const typed = (form?.get(nameOf(field)) ?? '').trim()
  return field.kind === 'checkbox' ? (typed === 'yes' ? 'yes' : 'no') : typed
}

/** Answers that are kept unchecked, on the way back, are cut where no question takes more. */
export function inReason(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).map(([name, said]) => [name, said.slice(0, name === 'description' ? markdownLimit : longest['long text']).toWellFormed()]))
}

/** What to say of an answer that will not do; undefined where it does. */
export function problemOf(field: CategoryField, answer: string | undefined): string | undefined {
  const { label, kind, required, options } = field
  if (answer === undefined || answer === '' || (kind === 'checkbox' && answer === 'no')) return answer !== undefined && !required ? undefined : t(`guide.missing-${wayOf(kind)}`, { label })
  if ([...answer].length > longest[kind]) return t('guide.field-too-long', { label, most: longest[kind] })
  if (kind === 'choice' && !options.includes(answer)) return t('guide.missing-choice', { label })
  if (kind === 'date' && !isDay(answer)) return t('guide.date-wrong', { label })
  if (kind === 'number' && !number.test(answer)) return t('guide.number-wrong', { label })
  return kind === 'text' && hidden.test(answer) ? t('guide.text-wrong', { label }) : undefined
}

/** What goes with the ticket: all that was answered, as it was asked. */
export function customFields(fields: CategoryField[], answers: Answers): CustomField[] {
  return fields.map(field => ({ label: field.label, value: inWords(field, answers[nameOf(field)] ?? '') })).filter(({ value }) => value !== '')
}

export function inWords({ kind }: Pick<CategoryField, 'kind'>, answer: string): string {
  return kind === 'checkbox' && answer !== '' ? t(answer === 'yes' ? 'guide.yes' : 'guide.no') : answer
}

function wayOf(kind: CategoryField['kind']): 'choice' | 'checkbox' | 'text' {
  return kind === 'choice' || kind === 'checkbox' ? kind : 'text'
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
