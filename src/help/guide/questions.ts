import type { CategoryField } from '../../db/schema.ts'
import { checkWords, pathOf, priorities, priorityOptions, rootsOf } from '../../tickets/index.ts'
import { t } from '../../web/i18n.ts'
import { categoryIcon } from '../../web/icons.ts'
import type { Option } from '../../web/views.ts'
import { nameOf, problemOf, typedAnswer, type Answers } from './answers.ts'
import type { Place } from './arrive.ts'
import { finerOf, noneOfThem } from './steps.ts'
import type { Control } from './views.ts'

/** What a page asks: its heading, and what there is to fill in. */
export interface Question { question: string; lead?: string; controls: Control[] }
export interface Received { typed: Answers; errors: Record<string, string> }

type Errors = Record<string, string | undefined>

/** What the page's form says, and what is wrong with it. */
export function receive({ step: { name, fields }, categories, answers }: Place, form: URLSearchParams | undefined): Received {
  const said = form?.get(name) ?? ''
  const one = (values: string[], missing: string): Received => ({ typed: { [name]: said }, errors: values.includes(said) ? {} : { [name]: missing } })
  if (name === 'about') return one(rootsOf(categories).map(({ slug }) => slug), t('tickets.category-missing'))
  if (name === 'exactly') return one([...finerOf(categories, answers).map(({ slug }) => slug), noneOfThem], t('guide.exactly-missing'))
  if (name === 'priority') return one([...priorities], t('tickets.priority-missing'))
  if (name === 'words') return receiveWords(form)
  const typed = Object.fromEntries(fields.map(field => [nameOf(field), typedAnswer(field, form)]))
  return { typed, errors: Object.fromEntries(fields.flatMap(field => {
    const problem = problemOf(field, typed[nameOf(field)])
    return problem === undefined ? [] : [[nameOf(field), problem]]
  })) }
}

/** The page's question, filled in with what was answered before. */
export function questionOf(place: Place, values: Answers, errors: Errors, signedIn: boolean): Question {
  const { step: { name, fields } } = place
  const radios = (question: string, options: Option[], lead?: string): Question =>
    ({ question, ...lead !== undefined && { lead }, controls: [{ as: 'radios', radios: { name, label: question, options, selected: values[name], error: errors[name], heading: true } }] })
  if (name === 'about') return radios(t('guide.ask-about'), rootOptions(place))
  if (name === 'exactly') return radios(t('guide.ask-exactly'), finerOptions(place))
  if (name === 'priority') return radios(t('tickets.priority-label'), priorityOptions(), signedIn ? undefined : t('guide.sign-in-next'))
  if (name === 'words') return { question: t('guide.ask-words'), lead: t('guide.words-lead'), controls: wordControls(values, errors) }
  const alone = fields.length === 1
  const controls = fields.map(field => controlOf(field, values[nameOf(field)] ?? '', errors[nameOf(field)], alone))
  return { question: alone ? fields[0]?.label ?? '' : t('guide.ask-details'), controls }
}

function receiveWords(form: URLSearchParams | undefined): Received {
  const { values, errors } = checkWords(form)
  return { typed: { title: values.title ?? '', description: values.description ?? '' }, errors }
}

function rootOptions({ categories }: Place): Option[] {
  return rootsOf(categories).map(({ slug, name, description, icon }) => ({ value: slug, label: name, hint: description ?? undefined, icon: categoryIcon(icon) }))
}

function finerOptions({ categories, answers }: Place): Option[] {
  const options = finerOf(categories, answers).map(category => ({
    value: category.slug, hint: category.description ?? undefined,
    label: pathOf(categories, category).slice(1).map(({ name }) => name).join(' › '),
  }))
  return [...options, { value: noneOfThem, label: t('guide.none-fits') }]
}

function wordControls(values: Answers, errors: Errors): Control[] {
  return [
    { as: 'field', field: { name: 'title', label: t('tickets.title-label'), hint: t('tickets.title-hint'), value: values['title'], error: errors['title'], maxlength: 200 } },
    { as: 'field', field: { name: 'description', label: t('tickets.description-label'), hint: t('tickets.description-hint'), value: values['description'], error: errors['description'], rows: 8, markdown: true } },
  ]
}

function controlOf(field: CategoryField, value: string, error: string | undefined, heading: boolean): Control {
  const { label, kind, options, required } = field
  const name = nameOf(field)
  const hint = [field.hint, required || !heading ? '' : t('guide.may-be-blank')].filter(Boolean).join(' ') || undefined
  if (kind === 'checkbox') return { as: 'box', box: { name, label, hint, ticked: value === 'yes', error, heading } }
  if (kind === 'choice') {
    const choices = [...options.map(option => ({ value: option, label: option })), ...required ? [] : [{ value: '', label: t('guide.no-answer') }]]
    return { as: 'radios', radios: { name, label, hint: field.hint || undefined, options: choices, selected: value, error, heading } }
  }
  const shape = kind === 'long text' ? { rows: 5 } : kind === 'date' ? { type: 'date' as const } : kind === 'number' ? { inputmode: 'decimal' as const } : { maxlength: 500 }
  return { as: 'field', field: { name, label, hint, value, error, heading, optional: !required, ...shape } }
}
