import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import t from 'tap'
import { languages } from '../../src/languages.ts'

type Words = Record<string, string>
type Part = ReturnType<IntlMessageFormat['getAst']>[number]
/** Where a sentence asks for a value: its name, how it is asked, and what it may be. */
interface Place { name: string; kind: 'value' | 'choice' | 'number'; cases: string[] }

const wordsIn = (language: string): Words => JSON.parse(readFileSync(`views/locales/${language}.json`, 'utf8')) as Words
const english = wordsIn('en')

t.test('every sentence of the English can be read', async t => {
  t.strictSame(Object.entries(english).flatMap(([key, sentence]) => placesOf(sentence) === undefined ? [key] : []), [])
  t.strictSame(Object.entries(english).flatMap(([key, sentence]) => (placesOf(sentence) ?? []).some(({ kind, cases }) => kind !== 'value' && !cases.includes('other')) ? [key] : []), [])
})

for (const language of languages.filter(one => one !== 'en')) {
  const words = wordsIn(language)
  const shared = Object.entries(english).flatMap(([key, said]) => words[key] === undefined ? [] : [{ key, said, translated: words[key] }])

  t.test(`everything is said in ${language}`, async t => {
    t.strictSame(Object.keys(english).filter(key => words[key] === undefined), [], 'these are not translated')
    t.strictSame(Object.keys(words).filter(key => english[key] === undefined), [], 'these have no English')
  })

  t.test(`what is said in ${language} asks for the same values`, async t => {
    t.strictSame(shared.flatMap(({ key, said, translated }) => differences(said, translated).map(difference => `${key}: ${difference}`)), [])
  })

  t.test(`what is counted in ${language} has every form that the language has`, async t => {
    const needed = pluralsOf(language)
    const short = shared.flatMap(({ key, translated }) => (placesOf(translated) ?? []).filter(({ kind }) => kind === 'number')
      .flatMap(({ name, cases }) => needed.filter(form => !has(cases, form)).map(form => `${key}: {${name}} has no "${form}"`)))
    t.strictSame(short, [])
  })

  t.test(`what scripts cut up or fill in stands in the ${language} sentences, too`, async t => {
    const odd = shared.filter(({ said, translated }) => ['|', '%'].some(mark => said.split(mark).length !== translated.split(mark).length))
    t.strictSame(odd.map(({ key }) => key), [])
  })
}

t.test('a difference is found', async t => {
  t.strictSame(differences('Hello {name}', 'Hallo {name}'), [])
  t.match(differences('Hello {name}', 'Hallo {nam}'), [/name/, /nam/])
  t.match(differences('Hello {name}', 'Hallo {name'), [/cannot be read/])
  t.match(differences('{count, plural, one {# file} other {# files}}', '{count} Dateien'), [/count/])
  t.match(differences('{me, select, true {You} other {{name}}}', '{me, select, yes {Sie} other {{name}}}'), [/me/])
  t.strictSame(differences('{me, select, true {You} other {{name}}}', '{me, select, other {{name}} true {Sie}}'), [])
  t.strictSame(pluralsOf('ar').sort(), ['few', 'many', 'one', 'other', 'two', 'zero'])
  t.strictSame(pluralsOf('fr').sort(), ['one', 'other'], 'nobody has a million tickets')
  t.ok(has(['=1', 'other'], 'one'))
  t.notOk(has(['one', 'other'], 'two'))
})

function differences(said: string, translated: string): string[] {
  const [wanted, found] = [placesOf(said), placesOf(translated)]
  if (wanted === undefined || found === undefined) return [`cannot be read: ${translated}`]
  const [asked, given] = [wanted.map(signature), found.map(signature)].map(list => [...new Set(list)]) as [string[], string[]]
  return [...asked.filter(one => !given.includes(one)).map(one => `asks no more for ${one}`), ...given.filter(one => !asked.includes(one)).map(one => `asks for ${one}`)]
}

/** The forms of a plural are the language's own matter; what can be chosen from is not. */
function signature({ name, kind, cases }: Place): string {
  return kind === 'choice' ? `${name} among ${cases.toSorted().join(', ')}` : `${name}, a ${kind}`
}

/** The forms for whole numbers as we have them; a number that is named stands for its form. */
function pluralsOf(language: string): string[] {
  const rules = new Intl.PluralRules(language)
  return [...new Set(Array.from({ length: 1_001 }, (_, number) => rules.select(number)))]
}

function has(cases: string[], form: string): boolean {
  const named: Record<string, string> = { zero: '=0', one: '=1', two: '=2' }
  return cases.includes(form) || cases.includes(named[form] ?? form)
}

function placesOf(sentence: string): Place[] | undefined {
  try {
    return new IntlMessageFormat(sentence, 'en', undefined, { ignoreTag: true }).getAst().flatMap(placesIn)
  } catch {
    return undefined
  }
}

function placesIn(part: Part): Place[] {
  if ('options' in part) {
    const kind = 'pluralType' in part ? 'number' : 'choice'
    const inner = Object.values(part.options).flatMap(({ value }) => value.flatMap(placesIn))
    return [{ name: part.value, kind, cases: Object.keys(part.options) }, ...inner]
  }
  return part.type === 0 || part.type === 7 || !('value' in part) ? [] : [{ name: part.value, kind: 'value', cases: [] }]
}
