import t from 'tap'
import type { Status } from '../../src/db/schema.ts'
import { answerBy, closesAt, columnsFor, mayClose, mayFollowUp, mayRate, mayReopen, mayReply, statusAfterReply, statuses } from '../../src/tickets/rules.ts'

const now = Date.UTC(2026, 10, 24, 12)
const daysAgo = (days: number, milliseconds = 0) => new Date(now - days * 86_400_000 - milliseconds)

t.test('what a reply does to the status', async t => {
  const after = (side: 'customer' | 'staff', purpose?: 'help' | 'thanks') => statuses.map(status => statusAfterReply(status, side, purpose))

  t.strictSame(after('staff'), ['waiting', 'waiting', 'resolved', 'closed'], 'staff hand the turn to the customer')
  t.strictSame(after('customer'), ['open', 'open', 'open', 'closed'], 'the customer hands it back, and opens what was thought resolved')
  t.strictSame(after('customer', 'help'), after('customer'), 'asking for help is what a reply means unless it says otherwise')
  t.strictSame(after('customer', 'thanks'), ['open', 'open', 'resolved', 'closed'], 'a thank-you leaves a resolved ticket resolved')
})

t.test('who may do what in which status', async t => {
  const allows = (rule: (ticket: { status: Status }) => boolean) => statuses.filter(status => rule({ status }))

  t.strictSame(allows(mayReply), ['open', 'waiting', 'resolved'])
  t.strictSame(allows(mayClose), ['open', 'waiting', 'resolved'])
  t.strictSame(allows(mayRate), ['closed'])
})

t.test('opening again', async t => {
  const closed = (closed_at: Date | null) => ({ status: 'closed', closed_at }) as const
  const reopens = (ticket: Parameters<typeof mayReopen>[0]) => mayReopen(ticket, 14, now)
  const followsUp = (ticket: Parameters<typeof mayReopen>[0]) => mayFollowUp(ticket, 14, now)

  t.equal(reopens(closed(daysAgo(0))), true, 'just closed')
  t.equal(reopens(closed(daysAgo(14))), true, 'to the last moment of the last day')
  t.equal(reopens(closed(daysAgo(14, 1))), false, 'and not a moment longer')
  t.equal(reopens(closed(null)), false, 'nor when nobody knows since when it is closed')
  t.equal(reopens({ status: 'resolved', closed_at: null }), true, 'a resolved ticket at any time')
  t.strictSame((['open', 'waiting'] as const).map(status => reopens({ status, closed_at: null })), [false, false], 'what is open cannot be opened')

  t.strictSame([daysAgo(14), daysAgo(14, 1)].map(at => followsUp(closed(at))), [false, true], 'a follow-up takes over exactly there')
  t.strictSame((['open', 'waiting', 'resolved'] as const).map(status => followsUp({ status, closed_at: null })), [false, false, false])
})

t.test('promises of time', async t => {
  const hours = { urgent: 4, high: 8, normal: 24, low: 72 }
  const waiting_since = new Date(now)

  t.strictSame(answerBy({ waiting_since, priority: 'urgent' }, hours), new Date(now + 4 * 3_600_000))
  t.strictSame(answerBy({ waiting_since, priority: 'low' }, hours), new Date(now + 72 * 3_600_000))
  t.equal(answerBy({ waiting_since: null, priority: 'urgent' }, hours), undefined, 'none while it is not our turn')

  t.strictSame(closesAt({ status: 'resolved', resolved_at: daysAgo(0) }, 7), new Date(now + 7 * 86_400_000))
  t.equal(closesAt({ status: 'resolved', resolved_at: null }, 7), undefined)
  t.equal(closesAt({ status: 'open', resolved_at: daysAgo(0) }, 7), undefined)
})

t.test('the columns that go with a status', async t => {
  const at = new Date(now)
  const none = { resolved_at: null, closed_at: null, closing_announced_at: null }

  t.strictSame(columnsFor('open', at), { status: 'open', waiting_since: at, ...none }, 'open: waiting for us from now on')
  t.strictSame(columnsFor('waiting', at), { status: 'waiting', waiting_since: null, ...none })
  t.strictSame(columnsFor('resolved', at), { status: 'resolved', waiting_since: null, resolved_at: at, closed_at: null, closing_announced_at: null })
  t.strictSame(columnsFor('closed', at), { status: 'closed', waiting_since: null, closed_at: at }, 'closed: when it was resolved is still known')
})
