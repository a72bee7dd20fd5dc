import t from 'tap'
import { choice, field, formChecker, line, lines, text, untabbed } from '../../src/web/forms.ts'
import { speaking, translator } from '../../src/web/i18n.ts'

const title = { missing: 'tickets.title-missing', wrong: 'tickets.title-wrong' } as const
const check = formChecker({
  title: field(line(5), title),
  words: field(lines(20), { wrong: 'tickets.words-too-long' }),
  score: field(choice(['1', '2']), { wrong: 'tickets.score-missing' }),
})
const filled = (some: Record<string, string>) => new URLSearchParams({ title: 'Fire', words: '', score: '1', ...some })
const errorsOf = (some: Record<string, string>) => check(filled(some)).errors

t.test('a good form has its values, without the spaces around them', async t => {
  t.strictSame(check(filled({ title: '  Fire ', score: ' 2 ', unknown: 'x' })), { ok: true, values: { title: 'Fire', words: '', score: '2' }, errors: {} })
})

t.test('a field that is empty says another thing than one that will not do', async t => {
  const say = translator('en')
  t.strictSame(errorsOf({ title: '   ' }), { title: say('tickets.title-missing') })
  t.strictSame(errorsOf({ title: 'x'.repeat(6) }), { title: say('tickets.title-wrong') })
  t.strictSame(errorsOf({ score: '' }), { score: say('tickets.score-missing') }, 'a choice has one sentence for both')
  t.strictSame(check(undefined).errors, { title: say('tickets.title-missing'), score: say('tickets.score-missing') }, 'no form at all is an empty one')
  t.strictSame(speaking('de', () => errorsOf({ title: '' })), { title: translator('de')('tickets.title-missing') }, 'in the language of whom it is said to')
})

t.test('a refused form keeps what was typed, right or wrong', async t => {
  t.strictSame(check(filled({ title: ' far too long ', words: 'kept', score: '7' })).values, { title: 'far too long', words: 'kept', score: '7' })
})

t.test('a sign of four bytes is one sign', async t => {
  t.strictSame(errorsOf({ title: '🙂'.repeat(5) }), {})
  t.match(errorsOf({ title: '🙂'.repeat(6) }), { title: /\S/ })
})

t.test('lines keep the spaces before the first word, and lose the empty lines around', async t => {
  t.equal(check(filled({ words: '\n \n    code\n\nmore\n\n ' })).values.words, '    code\n\nmore')
})

t.test('a line holds nothing that nobody sees; tabs only where they do no harm', async t => {
  const name = formChecker({ name: field(untabbed(20), title), title: field(line(20), title), any: field(text(20), title) })
  const wrongWith = (value: string) => Object.keys(name(new URLSearchParams({ name: value, title: value, any: value })).errors)
  t.strictSame(wrongWith('two\twords'), ['name'])
  for (const sign of ['\n', '\r', '\0', '\u2028', '\u2029', '\u0085']) t.strictSame(wrongWith(`two${sign}words`), ['name', 'title'], `U+${sign.codePointAt(0)?.toString(16)}`)
})
