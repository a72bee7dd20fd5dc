import t from 'tap'
import { compareAll, relatedTo } from '../../src/help/related.ts'

const article = (id: string, title: string, more = {}) => ({ id, title, headings: '', language: 'en', categoryId: null as string | null, ...more })
const related = (articles: ReturnType<typeof article>[], id: string, wanted: (other: { id: string }) => boolean = () => true) =>
  relatedTo(compareAll(articles), id, wanted, 4).map(other => other.id)

t.test('related articles', async t => {
  t.strictSame(related([article('a', 'Pair a reader'), article('b', 'Reset the reader'), article('c', 'Pay an invoice')], 'a'), ['b'], 'share a word')
  t.strictSame(related([article('a', 'Refunds'), article('b', 'A refund abroad'), article('c', 'Invoices')], 'a'), ['b'], 'in one or many')
  t.strictSame(related([article('a', 'One', { headings: 'The bluetooth menu' }), article('b', 'Bluetooth'), article('c', 'Two')], 'a'), ['b'], 'in a heading too')
  t.strictSame(related([article('a', 'One', { categoryId: 'x' }), article('b', 'Two', { categoryId: 'x' }), article('c', 'Three', { categoryId: 'y' })], 'a'), ['b'], 'or the category')
  t.strictSame(related([article('a', 'Pair a reader', { categoryId: 'x' }), article('b', 'Other', { categoryId: 'x' }), article('c', 'Reader of words'), article('d', 'Pair a reader again', { categoryId: 'x' })], 'a'), ['d', 'b', 'c'], 'best both')
  t.strictSame(related([article('a', 'Reader'), article('b', 'Reader', { language: 'de' })], 'a'), [], 'are in one language')
  t.strictSame(related([article('a', 'ضبط المرور'), article('b', 'كلمة المرور')], 'a'), ['b'], 'in any script')
  t.strictSame(related([article('a', 'Reader'), article('b', 'Reader')], 'a', ({ id }) => id !== 'b'), [], 'are for this reader')
  t.strictSame(related([article('a', 'Reader')], 'z'), [], 'of what is not known are none')

  const many = [article('first', 'How to pair the reader'), article('second', 'How to pair anything'), ...Array.from({ length: 200 }, (_, at) => article(`${at}`, `How to do thing ${at}`))]
  t.strictSame(related(many, 'first'), ['second'], 'share what is rare, and not “how to”')
  t.equal(related(Array.from({ length: 8 }, (_, at) => article(`${at}`, 'Same', { categoryId: 'x' })), '0').length, 4, 'are four at most')
})
