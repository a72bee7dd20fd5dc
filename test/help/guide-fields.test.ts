import t from 'tap'
import type { CategoryField } from '../../src/db/schema.ts'
import { fieldRows, fieldsAtMost, readFields } from '../../src/desk/help/fields/index.ts'
import { languages, speaking, translator } from '../../src/web/i18n.ts'

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

  t.test('say the answer to a checkbox in the words of the page, and keep it in none', async t => {
    const on: CategoryField = { key: 'on', label: 'Is it on?', kind: 'checkbox', required: false, hint: '', options: [] }
    const since: CategoryField = { ...on, key: 'since', label: 'Since when?', kind: 'date', shownIf: { key: 'on', value: 'no' } }
    for (const language of languages) {
      speaking(language, () => {
        const no = translator(language)('guide.no')
        const yes = translator(language)('guide.yes')
        t.equal(fieldRows([on, since]).questions[1]?.answer, no, language)
        t.strictSame(readFields(posted([on, since])).fields[1], since, `${language}: unchanged`)
        for (const typed of [yes, yes.toUpperCase(), 'yes']) t.equal(readFields(posted([on, since], { 'field-2-answer': typed })).fields[1]?.shownIf?.value, 'yes', `${language}: ${typed}`)
        const { errors, questions } = readFields(posted([on, since], { 'field-2-answer': 'xyz' }))
        t.match(errors['field-2-answer'], yes, `${language}: says what can be answered`)
        t.match(errors['field-2-answer'], no)
        t.equal(questions[1]?.answer, 'xyz', `${language}: what was typed stays`)
      })
    }
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
    t.match(readFields(posted([device, model], { 'field-2-answer': 'Telephone' })).errors['field-2-answer'], /Phone or Computer/)
  })
})
