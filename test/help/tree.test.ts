import t from 'tap'
import { flattened, treeOf, type CategoryRow } from '../../src/help/tree.ts'

const row = (id: string, parent_id: string | null, articles = 0): CategoryRow => ({ id, slug: id, name: id.toUpperCase(), description: null, icon: 'book', parent_id, articles })
const drawn = (rows: CategoryRow[]) => flattened(treeOf(rows)).map(({ id, count, above }) => `${above.map(({ name }) => name).join('/')}>${id} ${count}`)

t.test('the category tree', async t => {
  t.strictSame(drawn([row('a', null), row('b', 'a', 2), row('c', 'b', 3), row('d', null, 1)]), ['>a 5', 'A>b 5', 'A/B>c 3', '>d 1'], 'counts what is below')
  t.strictSame(drawn([row('a', null), row('b', 'a'), row('c', null, 1), row('d', 'c')]), ['>c 1'], 'hides where there is nothing to read')
  t.strictSame(drawn([row('a', 'b', 1), row('b', 'a', 1), row('c', 'c', 1), row('d', 'gone', 1)]), [], 'does not turn in circles')
  const deep = Array.from({ length: 300 }, (_, at) => row(`c${at}`, at === 0 ? null : `c${at - 1}`, 1))
  t.equal(treeOf(deep)[0]?.count, 300, 'is as deep as it is')
})
