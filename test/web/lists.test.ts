import t from 'tap'
import { speaking } from '../../src/web/i18n.ts'
import { allOf, commaOf, oneOf } from '../../src/web/lists.ts'

t.test('several things are named as each language names them', async t => {
  const said = (language: 'en' | 'de' | 'ar') => speaking(language, () => [allOf(['a', 'b', 'c']), oneOf(['a', 'b']), allOf(['a']), allOf([])])
  t.strictSame(said('en'), ['a, b, and c', 'a or b', 'a', ''])
  t.strictSame(said('de'), ['a, b und c', 'a oder b', 'a', ''])
  t.strictSame(said('ar'), ['a وb وc', 'a أو b', 'a', ''])
  t.strictSame([commaOf('fr'), commaOf('ar')], [', ', '، '])
})
