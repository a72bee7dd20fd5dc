import { fieldKinds } from '../../../help/index.ts'
import { t } from '../../../web/i18n.ts'
import { oneOf } from '../../../web/lists.ts'
import { answersTo, keptAnswer } from './answers.ts'
import { linesOf, type FieldRow } from './rows.ts'

const longest = { label: 200, hint: 500, option: 100 }
const optionsAtMost = 30

/** What is wrong with a category's questions, by the names of their inputs. */
export function problemsOf(rows: FieldRow[]): Record<string, string> {
  return Object.fromEntries(rows.flatMap(row => [...wordsOf(row, rows), ...optionsOf(row), ...conditionOf(row, rows)]
    .map(([name, message]) => [`field-${row.number}-${name}`, message])))
}

type Problem = [string, string]

function wordsOf({ number, label, kind, hint }: FieldRow, rows: FieldRow[]): Problem[] {
  const twice = rows.some(row => row.number < number && row.label !== '' && row.label.toLowerCase() === label.toLowerCase())
  return [
    ...when(label === '', 'label', t('fields.label-missing', { number })),
    ...when([...label].length > longest.label || /\p{Cc}/u.test(label), 'label', t('fields.label-wrong', { number })),
    ...when(twice, 'label', t('fields.label-twice', { label })),
    ...when(!fieldKinds.some(known => known === kind), 'kind', t('fields.kind-missing', { number })),
    ...when([...hint].length > longest.hint, 'hint', t('fields.hint-too-long', { number })),
  ]
}

function optionsOf({ number, kind, options }: FieldRow): Problem[] {
  if (kind !== 'choice') return []
  const lines = linesOf(options)
  const wrong = lines.length < 2 || lines.length > optionsAtMost || new Set(lines).size < lines.length || lines.some(line => [...line].length > longest.option)
  return when(wrong, 'options', t('fields.options-wrong', { number, most: optionsAtMost }))
}

function conditionOf({ number, when: before, answer }: FieldRow, rows: FieldRow[]): Problem[] {
  if (before === 'always') return when(answer !== '', 'when', t('fields.when-missing', { number }))
  const row = rows.find(row => String(row.number) === before)
  if (row === undefined || row.number >= number) return [['when', t('fields.when-wrong', { number })]]
  const possible = answersTo(row)
  if (answer === '' || [...answer].length > longest.option) return [['answer', t('fields.answer-missing', { number })]]
  const fits = possible === undefined || possible.some(one => keptAnswer(row, one) === keptAnswer(row, answer))
  return when(!fits, 'answer', t('fields.answer-wrong', { number, answers: oneOf(possible ?? []) }))
}

const when = (wrong: boolean, name: string, message: string): Problem[] => wrong ? [[name, message]] : []
