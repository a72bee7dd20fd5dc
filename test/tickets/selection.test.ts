import t from 'tap'
import { csvCell } from '../../src/web/csv.ts'
import { addressOf, isNarrowed, readSelection } from '../../src/tickets/selection.ts'
import { cursorOf, isCursor, sorts } from '../../src/tickets/store/keyset.ts'

const everything = { q: '', status: '', priority: '', category: '', needs: false, whose: '', assigned: '', sort: 'activity', after: '' }

t.test('the state of a list is read out of its address', async t => {
  t.strictSame(readSelection({}), everything)
  t.strictSame(readSelection(undefined), everything)
  t.strictSame(
    readSelection({ q: ' printer ', status: 'open', priority: 'high', category: 'billing', needs: '1', whose: 'shared', assigned: 'me', sort: 'opened', after: '1042' }),
    { q: 'printer', status: 'open', priority: 'high', category: 'billing', needs: true, whose: 'shared', assigned: 'me', sort: 'opened', after: '1042' },
  )
  t.strictSame(readSelection({ status: 'any', priority: 'any', category: 'any' }), everything, '“Any” is not a choice')
})

t.test('what makes no sense is taken as not said', async t => {
  t.strictSame(readSelection({ status: 'lost', priority: '9', needs: 'yes', whose: 'ada', assigned: 'carl', sort: 'title', after: 'x' }), everything)
  t.strictSame(readSelection({ q: ['a', 'b'], status: ['open'], category: { a: 1 }, sort: null, after: 7 }), everything)
  t.equal(readSelection({ q: `a\0${'b'.repeat(10_000)}` }).q, `a${'b'.repeat(199)}`, 'a search is short and has no NUL')
  t.equal(readSelection({ sort: 'constructor' }).sort, 'activity')
})

t.test('an address and its state are the same', async t => {
  const selection = readSelection({ q: 'über & unter = 100%', status: 'open', needs: '1', category: 'a b', sort: 'priority', after: '3.1700000000000.1001' })
  const { searchParams } = new URL(addressOf('/tickets', selection), 'http://support.test')
  t.strictSame(readSelection(Object.fromEntries(searchParams)), selection)
  t.equal(isNarrowed(selection), true)
  t.equal(isNarrowed(readSelection({ sort: 'opened', after: '1001' })), false, 'order and place take nothing away')
})

t.test('a cursor says where a page begins', async t => {
  const row = { reference: 1042, priority_rank: 3, last_activity_at: new Date(1_700_000_000_123), waiting_since: new Date(1_600_000_000_456) }
  t.strictSame(sorts.map(sort => cursorOf(row, sort)), ['1700000000123.1042', '1042', '3.1700000000123.1042', '1600000000456.1042'])
  t.strictSame(sorts.map(sort => isCursor(cursorOf(row, sort), sort)), [true, true, true, true])

  const rubbish = ['', '.', 'x', '1.', '.1', '1.2.3.4', '-1.5', '1e5.1', `${'9'.repeat(16)}.1`, '1.1\n', '１.１']
  t.strictSame(rubbish.filter(text => isCursor(text, 'activity')), [])
  t.equal(isCursor('99999.1.1', 'priority'), false, 'no priority is that high')
  t.equal(isCursor('1042', 'activity'), false, 'the cursor of one order means nothing in another')
})

t.test('a cell of the export is only ever text', async t => {
  t.strictSame(['plain', 'a,b', 'say "hi"', 'two\nlines'].map(csvCell), ['plain', '"a,b"', '"say ""hi"""', '"two\nlines"'])
  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1']
  t.strictSame(formulas.map(csvCell).filter(cell => !cell.startsWith('"\'')), [], 'what a spreadsheet would run starts with an apostrophe')
  t.equal(csvCell('=HYPERLINK("http://evil.example","x")'), '"\'=HYPERLINK(""http://evil.example"",""x"")"')
})
