import t from 'tap'
import { timeOf } from '../../src/demo/when.ts'

t.test('times of the story, seen from now', async t => {
  const now = new Date('2026-03-01T00:10:00.000Z')
  t.equal(timeOf('12m', now).toISOString(), '2026-02-28T23:58:00.000Z')
  t.equal(timeOf('5h', now).toISOString(), '2026-02-28T19:10:00.000Z')
  t.equal(timeOf('2d 23:59', now).toISOString(), '2026-02-27T23:59:00.000Z', 'two days ago is always more than a day ago')
  t.equal(timeOf('3d 09:05', now).toISOString(), '2026-02-26T09:05:00.000Z')
})
