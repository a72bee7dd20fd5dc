import type { CategoryField } from '../../../db/schema.ts'
import { fieldKinds, slugOf } from '../../../help/index.ts'
import { t } from '../../../web/i18n.ts'
import type { Option } from '../../../web/views.ts'
import { keptAnswer, shownAnswer } from './answers.ts'
import { problemsOf } from './problems.ts'
import { linesOf, type FieldRow, type FieldsView } from './rows.ts'

export type { FieldsView } from './rows.ts'

/** So many questions a category may ask. */
export const fieldsAtMost = 10

/** A category's questions, ready to be edited: as many rows as there may be. */
export function fieldRows(fields: CategoryField[]): FieldsView {
  return shown(everyRow((at, number) => rowOf(fields[at], number, fields)), {})
}

/** Reads the rows out of a posted form. Rows left blank or ticked away are no questions; `fields` are to be saved where `errors` is empty. */
export function readFields(form: URLSearchParams | undefined): FieldsView & { fields: CategoryField[] } {
  const rows = everyRow((_, number) => readRow(form, number))
  const used = withKeys(rows.filter(isUsed))
  const errors = problemsOf(used)
  return { ...shown(rows, errors), fields: Object.keys(errors).length > 0 ? [] : used.map(row => fieldOf(row, used)) }
}

const everyRow = (make: (at: number, number: number) => FieldRow): FieldRow[] => Array.from({ length: fieldsAtMost }, (_, at) => make(at, at + 1))

function shown(rows: FieldRow[], errors: Record<string, string>): FieldsView {
  const kinds = fieldKinds.map(value => ({ value, label: t(`field-kind.${value}`) }))
  const isWrong = ({ number }: FieldRow) => Object.keys(errors).some(name => name.startsWith(`field-${number}-`))
  return { questions: rows.map(row => ({ ...row, used: isUsed(row), wrong: isWrong(row), whens: whensOf(rows, row) })), kinds, errors }
}

/** What a question may depend on: one that comes before it. */
function whensOf(rows: FieldRow[], { number }: FieldRow): Option[] {
  const earlier = rows.filter(row => row.number < number)
    .map(row => ({ value: String(row.number), label: t(row.label === '' ? 'fields.title-row' : 'fields.when-row', { number: row.number, label: row.label }) }))
  return [{ value: 'always', label: t('fields.when-always') }, ...earlier]
}

function rowOf(field: CategoryField | undefined, number: number, fields: CategoryField[]): FieldRow {
  if (field === undefined) return { number, key: '', label: '', kind: 'text', required: false, hint: '', options: '', when: 'always', answer: '' }
  const { key, label, kind, required, hint, options, shownIf } = field
  const at = fields.findIndex(other => other.key === shownIf?.key)
  const before = fields[at]
  const answer = before === undefined || shownIf === undefined ? '' : shownAnswer(before, shownIf.value)
  return { number, key, label, kind, required, hint, options: options.join('\n'), when: before === undefined ? 'always' : String(at + 1), answer }
}

function readRow(form: URLSearchParams | undefined, number: number): FieldRow {
  const said = (name: string) => (form?.get(`field-${number}-${name}`) ?? '').trim()
  if (said('removal') === 'yes') return rowOf(undefined, number, [])
  return {
    number, key: said('key'), label: said('label'), kind: said('kind') || 'text', required: said('required') === 'yes',
    hint: said('hint'), options: said('options'), when: said('when') || 'always', answer: said('answer'),
  }
}

const isUsed = ({ label, hint, options, when, answer, required }: FieldRow): boolean =>
  required || when !== 'always' || [label, hint, options, answer].some(text => text !== '')

/** What was answered under a key stays under it, though the question is worded anew. */
function withKeys(rows: FieldRow[]): FieldRow[] {
  const taken = new Set<string>()
  return rows.map(row => {
    const wanted = /^[\p{L}\p{N}\p{M}-]{1,60}$/u.test(row.key) ? row.key : [...slugOf(row.label)].slice(0, 40).join('')
    let key = wanted
    for (let number = 2; taken.has(key); number += 1) key = `${wanted}-${number}`
    taken.add(key)
    return { ...row, key }
  })
}

function fieldOf({ key, label, kind, required, hint, options, when, answer }: FieldRow, rows: FieldRow[]): CategoryField {
  const before = rows.find(row => String(row.number) === when)
  return {
    key, label, required, hint,
    kind: fieldKinds.find(known => known === kind) ?? 'text',
    options: kind === 'choice' ? linesOf(options) : [],
    ...(before !== undefined && { shownIf: { key: before.key, value: keptAnswer(before, answer) } }),
  }
}
