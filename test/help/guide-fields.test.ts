import t from 'tap'
import type { CategoryField } from '../../src/db/schema.ts'
import { fieldRows, fieldsAtMost, readFields } from '../../src/desk/help/fields/index.ts'

const device: CategoryField = { key: 'device', label: 'Which device?', kind: 'choice', required: true, hint: 'The one in your hand', options: ['Phone', 'Computer'] }
const model: CategoryField = { key: 'model', label: 'Which model?', kind: 'text', required: false, hint: '', options: [], shownIf: { key: 'device', value: 'Phone' } }

/** The form as the page shows it, with some of it changed. */
function posted(fields: CategoryField[], changes: Record<string, string> = {}): URLSearchParams {
  const form = new URLSearchParams()
  for (const row of fieldRows(fields).questions) {
    const { number, key, label, kind, required, hint, options, when, answer } = row
    const said = { key, label, kind, hint, options, when, answer, ...(required && { required: 'yes' }) }
    for (const [name, value] of Object.entries(said)) form.set(`field-${number}-${name}`, value)
  }
  for (const [name, value] of Object.entries(changes)) form.set(name, value)
  return form
}

t.test('the questions of a category', async t => {
  t.test('come out of the form as they went in', async t => {
    t.equal(fieldRows([]).questions.length, fieldsAtMost)
    t.strictSame(readFields(posted([device, model])).fields, [device, model])
    t.strictSame(readFields(posted([])), { ...fieldRows([]), fields: [] })
    t.strictSame(readFields(undefined).fields, [])
  })

  t.test('keep their key when they are worded anew, and new ones get a key of their own', async t => {
    const { fields } = readFields(posted([device], { 'field-1-label': 'What do you hold?', 'field-3-label': 'Device', 'field-4-label': 'قياس' }))
    t.strictSame(fields.map(({ key, label }) => [key, label]), [['device', 'What do you hold?'], ['device-2', 'Device'], ['قياس', 'قياس']])
  })

  t.test('can depend on one that was added in the same form', async t => {
    const { fields } = readFields(posted([], { 'field-2-label': 'Is it on?', 'field-2-kind': 'checkbox', 'field-5-label': 'Since when?', 'field-5-kind': 'date', 'field-5-when': '2', 'field-5-answer': 'yes' }))
    t.strictSame(fields[1]?.shownIf, { key: 'is-it-on', value: 'yes' })
  })

  t.test('are taken away by a tick, and not while another depends on them', async t => {
    t.strictSame(readFields(posted([device, model], { 'field-2-removal': 'yes' })).fields, [device])
    const { errors, fields, questions } = readFields(posted([device, model], { 'field-1-removal': 'yes' }))
    t.strictSame(Object.keys(errors), ['field-2-when'])
    t.strictSame(fields, [], 'nothing to save')
    t.equal(questions[1]?.label, 'Which model?', 'and everything kept')
    t.ok(questions[1]?.wrong)
  })

  t.test('are refused with what to do', async t => {
    const wrong = (changes: Record<string, string>) => Object.keys(readFields(posted([device, model], changes)).errors)
    t.strictSame(wrong({ 'field-1-label': '' }), ['field-1-label'])
    t.strictSame(wrong({ 'field-1-label': 'x'.repeat(201) }), ['field-1-label'])
    t.strictSame(wrong({ 'field-2-label': 'which DEVICE?' }), ['field-2-label'])
    t.strictSame(wrong({ 'field-1-kind': 'colour' }), ['field-1-kind'])
    t.strictSame(wrong({ 'field-1-hint': 'x'.repeat(501) }), ['field-1-hint'])
    t.strictSame(wrong({ 'field-1-options': 'Phone' }), ['field-1-options'])
    t.strictSame(wrong({ 'field-1-options': 'Phone\nPhone' }), ['field-1-options'])
    t.strictSame(wrong({ 'field-2-answer': 'Telephone' }), ['field-2-answer'])
    t.strictSame(wrong({ 'field-2-answer': '' }), ['field-2-answer'])
    t.strictSame(wrong({ 'field-2-when': '2' }), ['field-2-when'])
    t.strictSame(wrong({ 'field-2-when': '9' }), ['field-2-when'])
    t.strictSame(wrong({ 'field-2-when': 'always' }), ['field-2-when'])
    t.match(readFields(posted([device, model], { 'field-2-answer': 'Telephone' })).errors['field-2-answer'], /Phone, Computer/)
  })
})
